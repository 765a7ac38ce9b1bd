/**
 * Many reports of one happening are one page. Each keeps its own alert, ladder and notice; bundled is only the ringing: a
 * person's bell rings for the first of them, and then at most once each window while new ones came. Pure.
 *
 * A bell counts for those notices that lay there when it rang. What came after it waits for the end of the window and rings then,
 * if no later bell has rung for it: nobody is left with a notice that no bell was rung for.
 */
export interface LastRinging {
  readonly at: Date;
  /** rung: a channel took it. trying: it goes on by its own retries. failed: nobody heard it. */
  readonly state: 'rung' | 'trying' | 'failed';
}

export interface BellDue {
  /** When the notice was made. */
  readonly noticedAt: Date;
  /** 1 to 4; null when nobody could sort the report. */
  readonly urgency: number | null;
  /** For this person, in this bundle, at this step. */
  readonly last: LastRinging | null;
}

export type RingingDecision =
  | { readonly kind: 'ring' }
  /** A bell has rung since the notice was made, and whoever heard it finds the notice, too. */
  | { readonly kind: 'counted' }
  | { readonly kind: 'wait'; readonly until: Date };

const RING = { kind: 'ring' } as const;

export function decideRinging(
  { noticedAt, urgency, last }: BellDue,
  windowSeconds: number,
  now: Date,
): RingingDecision {
  // A life may hang on each of them.
  if (urgency === 1) return RING;
  if (last === null || last.state === 'failed') return RING;
  // Rung by a clock that ran ahead: believing it would silence everybody until that time has come.
  if (last.at > now) return RING;
  const end = new Date(last.at.getTime() + windowSeconds * 1000);
  if (end <= now) return RING;
  if (last.state === 'rung' && last.at >= noticedAt) return { kind: 'counted' };
  return { kind: 'wait', until: end };
}
