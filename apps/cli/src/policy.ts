/**
 * The policy a new deployment starts from: the default reaction times, and every ally organisation of the plan that is not
 * an authority, told at once for what it can do. Authorities, embassies and UN bodies are told by a coordinator only.
 */
import type { CeremonyPlan } from '#sdk/ceremony';
import { DEFAULT_POLICY, type Policy } from '#vocabulary';

const NEVER_AUTOMATIC = new Set(['authority', 'embassy', 'un']);

export function policyFor(plan: CeremonyPlan, ids: ReadonlyMap<string, string>): Policy {
  const allied = new Set(
    plan.people.filter(({ rights }) => rights.includes('ally')).map((person) => person.organisation),
  );
  const allies = plan.organisations.flatMap(({ key, kind, capabilities, departments }) => {
    const organisation = ids.get(key);
    if (organisation === undefined || !allied.has(key) || NEVER_AUTOMATIC.has(kind)) return [];
    return [
      {
        organisation,
        urgencies: ['U1', 'U2'] as const,
        needs: [...capabilities],
        departments: [...departments],
      },
    ];
  });
  return { ...DEFAULT_POLICY, allies };
}
