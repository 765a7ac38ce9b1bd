/** A desk that has people and nobody on duty. Its whole desk is paged then, which wears people out: somebody must be named. Pure. */
import type { Roster } from '#crypto';
import type { Found } from '#findings/domain';

const DESKS = ['triage', 'safeguarding'] as const;

export function dutyFindings({ duty, members }: Pick<Roster, 'duty' | 'members'>): readonly Found[] {
  const isStaffed = (desk: (typeof DESKS)[number]): boolean =>
    members.some(({ rights }) => rights.includes(`desk:${desk}`));
  const count = DESKS.filter((desk) => isStaffed(desk) && duty[desk].length === 0).length;
  return count > 0 ? [{ kind: 'roster-empty', count, ref: null }] : [];
}
