/** The policy a new deployment starts from: the demo's for the demo, the default for everybody else, or one's own file. */
import { readOwnPolicy } from '#policy/files';
import { compilePolicy, readSource, type KnownNames, type Problem } from '#policy/source';
import type { Policy } from '#policy';
import type { CeremonyNames, CeremonyPlan } from '#sdk/ceremony';
import { refuse } from './terminal.js';

/** `text`: a file of the person's own. */
export function policyFor(plan: CeremonyPlan, ids: CeremonyNames, text?: string): Policy {
  const known: KnownNames = {
    organisations: new Map(
      plan.organisations.flatMap(({ key, name }) => {
        const id = ids.organisations.get(key);
        return id === undefined ? [] : [[name, id]];
      }),
    ),
    members: ids.members,
  };
  if (text === undefined) return readOwnPolicy(plan.demo ? 'demo' : 'default', known);
  const read = readSource(text);
  const compiled = read.ok ? compilePolicy(read.source, read.locate, known, 1) : read;
  if (!compiled.ok)
    throw refuse('policy', ['The policy is refused:', ...compiled.problems.map(line)].join('\n'));
  return compiled.policy;
}

export const line = ({ line: at, column, severity, message }: Problem): string =>
  `  ${String(at)}:${String(column)}  ${severity}  ${message}`;
