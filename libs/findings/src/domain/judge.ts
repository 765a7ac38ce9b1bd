/**
 * What the auditor makes of what PostgreSQL says: states, counts and times in, findings out. Pure: the looks of two auditors
 * at the same rows give the same answer, and no clock is asked.
 */
import type { FindingKind } from './kinds.js';

export interface Found {
  readonly kind: FindingKind;
  readonly count: number;
  /** One of those it concerns. */
  readonly ref: string | null;
}

export type ProcessName = 'api' | 'worker' | 'auditor';

export interface Sign {
  readonly process: ProcessName;
  /** How long ago it was given, and how far ahead its process's clock is, both by the database's clock. */
  readonly silentMs: number;
  readonly skewMs: number;
}

export interface Amount {
  readonly count: number;
  readonly ref: string | null;
}

export interface View {
  readonly signs: readonly Sign[];
  /** How long whoever looks has been looking: nobody is called dead before they could have been seen alive. */
  readonly watchedForMs: number;
  /** Age of the auditor's own errand through outbox, queue and worker that has not come back; null when none is out. */
  readonly probeMs: number | null;
  /** Work that is due long since and not done, by the kind of work. */
  readonly overdue: Readonly<Record<string, Amount>>;
  readonly alertsOverdue: Amount;
  /** Exhausted, and nobody holds the report. */
  readonly alertsUnanswered: Amount;
  /** Laid down by reporters, and not looked at in time. */
  readonly labelsOverdue: Amount;
  /** What one person alone has silenced and nobody has looked at since: when it began. */
  readonly silencesAlone: readonly { readonly id: string; readonly beganAt: Date }[];
  readonly head: { readonly expires: Date; readonly publishedAt: Date } | null;
  /** Newest cosignature of the newest head. */
  readonly cosignedAt: Date | null;
}

export interface Limits {
  /** After this silence a process counts as gone. */
  readonly silentMs: number;
  /** After this long past its time, work counts as overdue. */
  readonly overdueMs: number;
}

/** Four looks: one may be late and one lost before anybody is alarmed, and two minutes are not over. */
export const limitsFor = (lookEveryMs: number): Limits => ({
  silentMs: 4 * lookEveryMs,
  overdueMs: 4 * lookEveryMs,
});

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const CLOCK_TOLERANCE_MS = 5 * SECOND;
const FRESH_DAYS = 7;
/** A head that was published today has no cosignature yet, and needs none to be believed new. */
const FIRST_COSIGNATURE_DAYS = 1;

const NAMED: Readonly<Record<string, FindingKind>> = {
  triage: 'reports-untriaged',
  raise: 'reports-not-raised',
  deliver: 'deliveries-overdue',
};
/** Counted from the alerts themselves, and seen as a stalled queue. */
const COUNTED_ELSEWHERE = ['escalate', 'probe'];

export function judge(view: View, limits: Limits, now: Date): readonly Found[] {
  return [
    ...silences(view, limits),
    ...clocks(view, limits),
    ...work(view),
    ...alone(view, now),
    ...publication(view, now),
  ];
}

/** `process` is gone: nobody of that kind has given a sign for too long. */
export function isSilent(
  { signs, watchedForMs }: Pick<View, 'signs' | 'watchedForMs'>,
  process: ProcessName,
  { silentMs }: Pick<Limits, 'silentMs'>,
): boolean {
  const lives = signs.some((sign) => sign.process === process && sign.silentMs <= silentMs);
  return !lives && watchedForMs > silentMs;
}

const whole = (kind: FindingKind, is: boolean): Found[] => (is ? [{ kind, count: 1, ref: null }] : []);
const some = (kind: FindingKind, { count, ref }: Amount): Found[] =>
  count > 0 ? [{ kind, count, ref }] : [];

function silences(view: View, limits: Limits): readonly Found[] {
  const workerGone = isSilent(view, 'worker', limits);
  return [
    ...whole('worker-silent', workerGone),
    ...whole('api-silent', isSilent(view, 'api', limits)),
    // A dead worker brings no errand back either: the one finding says where to look.
    ...whole('queue-stalled', !workerGone && (view.probeMs ?? 0) > limits.overdueMs),
  ];
}

function clocks({ signs }: View, { silentMs }: Limits): readonly Found[] {
  const wrong = signs.filter(
    (sign) => sign.silentMs <= silentMs && Math.abs(sign.skewMs) > CLOCK_TOLERANCE_MS,
  );
  return some('clocks-differ', { count: wrong.length, ref: null });
}

function work({ overdue, alertsOverdue, alertsUnanswered, labelsOverdue }: View): readonly Found[] {
  const rest = Object.entries(overdue).filter(
    ([kind]) => !(kind in NAMED) && !COUNTED_ELSEWHERE.includes(kind),
  );
  return [
    ...Object.entries(NAMED).flatMap(([work, kind]) => some(kind, overdue[work] ?? NOTHING)),
    ...some('alerts-overdue', alertsOverdue),
    ...some('alerts-unanswered', alertsUnanswered),
    ...some('consent-overdue', labelsOverdue),
    ...some('work-overdue', {
      count: rest.reduce((sum, [, { count }]) => sum + count, 0),
      ref: rest[0]?.[1].ref ?? null,
    }),
  ];
}

/** DOMAIN §3: reviewed within 24 hours. One that a clock dated ahead has not waited for anybody. */
function alone({ silencesAlone }: View, now: Date): readonly Found[] {
  const isLate = ({ beganAt }: { readonly beganAt: Date }) => now.getTime() - beganAt.getTime() >= DAY;
  const late = silencesAlone.filter(isLate);
  const waiting = silencesAlone.filter((silence) => !isLate(silence));
  return [
    ...some('silence-unreviewed', { count: late.length, ref: late[0]?.id ?? null }),
    ...some('silence-alone', { count: waiting.length, ref: waiting[0]?.id ?? null }),
  ];
}

const NOTHING: Amount = { count: 0, ref: null };

function publication({ head, cosignedAt }: View, now: Date): readonly Found[] {
  if (!head) return [];
  const daysLeft = (head.expires.getTime() - now.getTime()) / DAY;
  const expiring: readonly (readonly [number, FindingKind])[] = [
    [0, 'head-expired'],
    [3, 'head-expires-3'],
    [14, 'head-expires-14'],
    [30, 'head-expires-30'],
  ];
  const kind = expiring.find(([days]) => daysLeft < days)?.[1];
  const last =
    cosignedAt ?? new Date(head.publishedAt.getTime() - (FRESH_DAYS - FIRST_COSIGNATURE_DAYS) * DAY);
  return [
    ...(kind ? whole(kind, true) : []),
    ...whole('freshness-old', now.getTime() - last.getTime() > FRESH_DAYS * DAY),
  ];
}
