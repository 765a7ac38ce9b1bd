/**
 * The hours of `amparo cover`: when one is made, when somebody looks whether it has come, when it is tended. It begins with what
 * others of the desk left, goes on until its own are tended, and then ends. Clock, chance and sleep come from outside.
 */
import { drawTending, drawWait, type Chance } from './cover.js';

export interface CoverActs {
  make(): Promise<boolean>;
  waiting(): Promise<readonly { readonly reportId: string; readonly since: Date }[] | null>;
  tend(reportId: string): Promise<boolean>;
}

export interface CoverPlan {
  /** null: one, now. */
  readonly perDay: number | null;
  /** None is made after it. */
  readonly until: Date;
  /** How long one waits for its batch, at most. */
  readonly batchMs: number;
  /** The shortest time to answer that the policy gives any unsorted report. */
  readonly answerMs: number;
  readonly clock: () => Date;
  readonly chance: Chance;
  readonly sleep: (ms: number) => Promise<void>;
}

const MINUTE_MS = 60_000;
const MAX_FAILURES = 20;

export async function runCovers(
  acts: CoverActs,
  plan: CoverPlan,
): Promise<{ readonly made: number; readonly tended: number }> {
  const { clock, chance } = plan;
  const after = (ms: number): number => clock().getTime() + ms;
  const nextMake = (): number | null => {
    if (plan.perDay === null) return null;
    const at = after(drawWait(plan.perDay, chance));
    return at < plan.until.getTime() ? at : null;
  };
  const tending = new Map<string, number>();
  let makeAt = plan.perDay === null ? clock().getTime() : nextMake();
  let lookAt: number | null = clock().getTime();
  const count = { made: 0, tended: 0 };
  let failures = 0;

  const look = async (): Promise<void> => {
    const waiting = await acts.waiting();
    lookAt = waiting ? null : after(MINUTE_MS * (1 + chance()));
    if (!waiting) failures += 1;
    for (const { reportId, since } of waiting ?? []) {
      const due = new Date(since.getTime() + plan.answerMs);
      if (!tending.has(reportId)) tending.set(reportId, drawTending(clock(), due, chance).getTime());
    }
  };
  const make = async (): Promise<void> => {
    if (await acts.make()) count.made += 1;
    else failures += 1;
    makeAt = nextMake();
    lookAt = after(plan.batchMs + MINUTE_MS * chance());
  };
  const tend = async (reportId: string): Promise<void> => {
    const done = await acts.tend(reportId);
    if (done) tending.delete(reportId);
    else tending.set(reportId, after(MINUTE_MS * (1 + chance())));
    if (done) count.tended += 1;
    else failures += 1;
  };

  while (failures < MAX_FAILURES) {
    const [soonest] = [...tending].sort(([, a], [, b]) => a - b);
    const times = [makeAt, lookAt, soonest?.[1] ?? null].filter((at) => at !== null);
    if (times.length === 0) break;
    const at = Math.min(...times);
    await plan.sleep(Math.max(0, at - clock().getTime()));
    if (makeAt === at) await make();
    else if (lookAt === at) await look();
    else if (soonest) await tend(soonest[0]);
  }
  return count;
}
