/**
 * One look: gives the auditor's own sign, asks what is, repairs what is safe to repair, writes down the rest. Whatever fails on
 * the way is not a look, and then nothing is said to be well.
 */
import { recordFindings, currentFindings } from '#findings';
import { judge, limitsFor, severityOf } from '#findings/domain';
import type { Clock } from '#kernel';
import { type EventNotifier, giveSign, type Logger, type PrismaClient } from '#platform';
import type { AuditStore } from './audit.store.js';
import type { Repaired, RepairStore } from './repair.store.js';

export interface AuditOptions {
  readonly life: number;
  /** What the auditor's errands are about: a random id, of nothing. */
  readonly errand: string;
  readonly lookEveryMs: number;
}

const THOROUGH_EVERY_MS = 3_600_000;

export class AuditService {
  readonly #since = performance.now();
  #thoroughAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly db: PrismaClient,
    private readonly store: AuditStore,
    private readonly repairs: RepairStore,
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly options: AuditOptions,
    private readonly events: Pick<EventNotifier, 'tell'>,
  ) {}

  /** True when nothing is wrong; what will be wrong soon is not yet. */
  async look(): Promise<boolean> {
    const { life, lookEveryMs } = this.options;
    const limits = limitsFor(lookEveryMs);
    const now = this.clock();
    await giveSign(this.db, { process: 'auditor', life, at: now });
    const watchedForMs = performance.now() - this.#since;
    const found = judge({ ...(await this.store.view(now, limits)), watchedForMs }, limits, now);
    await this.#repair(now);
    // Who has not watched for long enough to know that somebody is gone does not know either that they are there.
    const holdMs = watchedForMs > limits.silentMs ? 0 : Number.POSITIVE_INFINITY;
    const { raised, cleared } = await recordFindings(this.db, { by: 'auditor', found, now, holdMs });
    if (raised.length + cleared.length > 0) this.events.tell('f');
    for (const { kind, count } of raised) this.log.error('something is wrong', { kind, count });
    for (const kind of cleared) this.log.info('no longer wrong', { kind });
    const open = await currentFindings(this.db);
    return open.every(({ kind }) => severityOf(kind) !== 'wrong');
  }

  async #repair(now: Date): Promise<void> {
    const isThorough = performance.now() - this.#thoroughAt > THOROUGH_EVERY_MS;
    const repaired = await this.repairs.repair(now, this.options.errand, isThorough);
    if (isThorough && repaired) this.#thoroughAt = performance.now();
    for (const [kind, count] of countByKind(repaired ?? []))
      this.log.error('work had lost its place and was handed out again', { kind, count });
  }
}

function countByKind(repaired: readonly Repaired[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of repaired) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
