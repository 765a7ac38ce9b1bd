/** What else needs a person's eyes, in a line each, above what they came for: nobody looks for what they do not know of. */
import { FINDING_KINDS, type FindingKind } from '#findings/domain';
import { findings, type Session } from '#sdk/member';
import { say } from './terminal.js';

export async function sayWhatNeedsAttention(session: Session): Promise<void> {
  const outcome = await findings(session);
  // Whatever stands in the way, the list itself is what must be shown.
  if (!outcome.ok) return;
  const { isWatched, open } = outcome.findings;
  if (!isWatched) say('! The auditor gives no sign of life: nobody watches the platform.');
  for (const { kind, severity } of open) {
    const means = Object.hasOwn(FINDING_KINDS, kind) ? FINDING_KINDS[kind as FindingKind].en.means : kind;
    say(`${severity === 'wrong' ? '!' : '-'} ${means}`);
  }
  if (!isWatched || open.length > 0) say('  What to do: amparo health');
}
