/** How far an alert has come, in words that promise nothing: accepted is not helped, and told is not answered. */
import type { Standing } from '#sdk/member';

const AGAIN: Readonly<Record<NonNullable<Standing['again']>, string>> = {
  WITHDRAWN: 'whoever had accepted cannot come',
  NO_PROGRESS: 'whoever had accepted was not heard of in time',
  CLAIM_ENDED: 'the claim of whoever had it ran out',
};

export const standingWords = (standing: Standing, now: Date): string =>
  standing.narrowed
    ? `${alertWords(standing, now)}; CONSENT TAKEN BACK since: open the conversation`
    : alertWords(standing, now);

function alertWords(standing: Standing, now: Date): string {
  const { state, since, mine, progress, progressDueAt, again } = standing;
  switch (state) {
    case 'ESCALATING':
      return again === null ? 'nobody has accepted yet' : `open again: ${AGAIN[again]}`;
    case 'EXHAUSTED':
      return 'everybody was told, and NOBODY has accepted';
    case 'CLOSED':
      return 'closed';
    case 'ACCEPTED': {
      const who = mine ? 'you' : 'a colleague';
      const when = since === null ? '' : ` ${ago(since, now)} ago`;
      return `accepted by ${who}${when}, ${progressWords(progress, progressDueAt)}`;
    }
  }
}

function progressWords(progress: Standing['progress'], dueBy: Date | null): string {
  if (progress === 'DONE') return 'who says it is done';
  if (progress === 'ACTING') return 'who is acting';
  return `nothing heard since${dueBy === null ? '' : `; asked again at ${dueBy.toISOString().slice(0, 16)}Z`}`;
}

function ago(since: Date, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - since.getTime()) / 60_000));
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
