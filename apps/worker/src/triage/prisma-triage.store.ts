/** Reads a sealed report; writes everything that triage decides in one transaction, once for each report. */
import { AuditLog } from '#audit';
import { newId } from '#kernel';
import type { Prisma, PrismaClient } from '#platform';
import type { TriageDecision } from '#triage/domain';
import { urgencyRank } from '#vocabulary';
import type { StoredPlan } from '../escalation/stored-plan.js';
import { finish, schedule } from '../outbox/ledger.js';
import type { SearchTokens } from './search-tokens.js';
import type { SealedNote } from './triage-note.js';

export interface ReportRow {
  readonly envelope: Uint8Array;
  readonly assurance: string;
  readonly quarantine: string | null;
  readonly receivedAt: Date;
}

export interface TriageEffect {
  readonly outbox: string;
  readonly reportId: string;
  readonly decision: TriageDecision;
  readonly T0: Uint8Array;
  readonly note: SealedNote | null;
  readonly tokens: SearchTokens;
  readonly plan: StoredPlan;
  /** When the first step of the ladder is due. */
  readonly dueAt: Date;
  readonly now: Date;
}

/** Among the high ones: what nobody could sort is neither first nor forgotten. */
const RANK_OF_UNSORTED = 2;

export class PrismaTriageStore {
  constructor(private readonly db: PrismaClient) {}

  async report(id: string): Promise<ReportRow | null> {
    return this.db.report.findUnique({
      where: { id },
      select: { envelope: true, assurance: true, quarantine: true, receivedAt: true },
    });
  }

  async abandon(outbox: string, now: Date): Promise<void> {
    await this.db.$transaction((tx) => finish(tx, outbox, now));
  }

  /** False when another run, earlier or at the same moment, has done it. */
  async commit(effect: TriageEffect): Promise<boolean> {
    const { outbox, now } = effect;
    return this.db.$transaction(async (tx) => {
      // Unique by report, and waits for a rival's transaction: of two workers, one inserts and the other finds a row.
      const inserted = await tx.triageItem.createMany({ data: [itemOf(effect)], skipDuplicates: true });
      if (inserted.count === 1) await this.#raise(tx, effect);
      await finish(tx, outbox, now);
      return inserted.count === 1;
    });
  }

  async #raise(
    tx: Prisma.TransactionClient,
    { reportId, decision, tokens, plan, dueAt, now }: TriageEffect,
  ): Promise<void> {
    const alert = { id: newId(), ticket: newId() };
    await tx.alert.createMany({
      data: [{ ...alert, reportId, plan, state: 'escalating', nextStep: 0, dueAt, createdAt: now }],
    });
    await schedule(tx, { kind: 'escalate', ref: alert.id, ticket: alert.ticket, dueAt });
    // A job of its own: nobody's page waits until this report has been compared with others.
    if (tokens.area !== null) await schedule(tx, { kind: 'compare', ref: reportId, dueAt: now });
    if (decision.raiseAt) await schedule(tx, { kind: 'raise', ref: reportId, dueAt: decision.raiseAt });
    await AuditLog.append(tx, 'report.triaged', { report: reportId, unsorted: decision.unsorted }, now);
    await AuditLog.append(tx, 'alert.raised', { alert: alert.id, report: reportId }, now);
  }
}

function itemOf({
  reportId,
  decision,
  T0,
  note,
  tokens,
  now,
}: TriageEffect): Prisma.TriageItemCreateManyInput {
  const { urgency, desk, unsorted, ackDueAt, actionDueAt, reassessAt, visibleAt, raiseAt } = decision;
  const level = urgency === null ? null : urgencyRank(urgency) + 1;
  return {
    reportId,
    desk,
    unsorted,
    urgency: level,
    rank: level ?? RANK_OF_UNSORTED,
    state: 'open',
    sealedNote: note && new Uint8Array(note.sealed),
    noteEpoch: note?.epoch ?? null,
    ackDueAt,
    actionDueAt,
    reassessAt,
    version: 1,
    queuedAt: now,
    visibleAt,
    raiseAt,
    t0: new Uint8Array(T0),
    areaToken: tokens.area,
    actTokens: [...tokens.acts],
  };
}
