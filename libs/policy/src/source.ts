/** `#policy/source`: from a policy as people write it, in YAML, to what is signed. */
export { compilePolicy, type CompileOutcome } from './source/compile.js';

export { namesOf, NOBODY_KNOWN, type KnownNames } from './source/names.js';
export { readSource, type Locate, type Problem, type SourceOutcome } from './source/read-source.js';
export { policyJsonSchema } from './source/json-schema.js';
