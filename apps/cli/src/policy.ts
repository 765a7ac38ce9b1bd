/** A policy file on the command line: read, compiled and checked, or refused with the lines that are wrong. */
import { findingsOf, parsePolicy, type Finding, type Policy, type SignedWorld } from '#policy';
import { readOwnPolicy } from '#policy/files';
import { compilePolicy, readSource, type KnownNames, type Locate, type Problem } from '#policy/source';
import type { CeremonyNames, CeremonyPlan } from '#sdk/ceremony';
import { refuse, type Stop } from './terminal.js';

/** What a new deployment starts from: the demo's for the demo, the default for others, or `text`, a file of one's own. */
export function policyFor(plan: CeremonyPlan, ids: CeremonyNames, text?: string): Policy {
  const organisations = plan.organisations.flatMap(({ key, name }) => {
    const id = ids.organisations.get(key);
    return id === undefined ? [] : [[name, id] as const];
  });
  const known = { organisations: new Map(organisations), members: ids.members };
  return text === undefined
    ? readOwnPolicy(plan.demo ? 'demo' : 'default', known)
    : compileText(text, known, 1).policy;
}

export interface Compiled {
  readonly policy: Policy;
  readonly locate: Locate;
}

export function compileText(text: string, known: KnownNames, version: number): Compiled {
  const read = readSource(text);
  const compiled = read.ok ? compilePolicy(read.source, read.locate, known, version) : read;
  if (!compiled.ok) throw refused(compiled.problems);
  return compiled;
}

/** The last good policy stays in force: nothing of a refused one is used. */
export const refused = (problems: readonly Problem[]): Stop =>
  refuse('policy', ['The policy is refused as a whole:', ...problems.map(problemLine)].join('\n'));

export const problemLine = ({ line, column, severity, message }: Problem): string =>
  `  line ${String(line)}, column ${String(column)}: ${severity === 'warning' ? 'warning: ' : ''}${message}`;

export const problemsOf = (findings: readonly Finding[], locate: Locate): readonly Problem[] =>
  findings.map(({ path, severity, because }) => ({ ...locate(path), severity, message: because }));

/** Before a root signs: what would be refused in the file is refused here too, whoever wrote the document. */
export function refuseToSign(bytes: Uint8Array, world: SignedWorld): void {
  const read = parsePolicy(bytes);
  // The signing itself says where it is malformed.
  if (!read.ok) return;
  const errors = findingsOf(read.policy, world).filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const lines = errors.map(({ path, because }) => `  ${path.map(String).join('.')}: ${because}`);
  throw refuse('policy', ['Not signed: the policy does not do what it promises.', ...lines].join('\n'));
}
