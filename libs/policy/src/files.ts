/** `#policy/files`: the policies that lie in this repository, found from the sources as well as from the compiled program. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Policy } from './policy.js';
import { compilePolicy, NOBODY_KNOWN, readSource, type KnownNames } from './source.js';

export type PolicyName = 'default' | 'demo';

function folder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const candidate = join(at, 'libs', 'policy', 'policies');
    if (existsSync(join(candidate, 'default.yaml'))) return candidate;
    if (at === dirname(at)) throw new Error('the folder libs/policy/policies is missing');
  }
}

/** Ours compile, or nothing begins: a test reads each of them. */
export function readOwnPolicy(name: PolicyName, known: KnownNames = NOBODY_KNOWN): Policy {
  const read = readSource(readFileSync(join(folder(), `${name}.yaml`), 'utf8'));
  const compiled = read.ok ? compilePolicy(read.source, read.locate, known, 1) : read;
  if (compiled.ok) return compiled.policy;
  const [problem] = compiled.problems;
  throw new Error(`${name}.yaml, line ${String(problem?.line)}: ${String(problem?.message)}`);
}

/** The policy that a deployment starts from. It names nobody. */
export const DEFAULT_POLICY: Policy = readOwnPolicy('default');
