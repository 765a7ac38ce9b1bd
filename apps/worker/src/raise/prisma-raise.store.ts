/** Raises a report under its row's lock: its place, its ladder, the next job and the trace together. */
import { pageAgain, type AlertState } from '#alerts/domain';
import { AuditLog } from '#audit';
import { newId } from '#kernel';
import type { PrismaClient } from '#platform';
import { parseStoredPlan } from '../escalation/stored-plan.js';
import { finish, schedule, type Tx } from '../outbox/ledger.js';

export interface RaisableItem {
  readonly state: string;
  readonly raiseAt: Date | null;
  readonly raisedAt: Date | null;
  readonly actionDueAt: Date;
  readonly holder: string | null;
  readonly claimExpiresAt: Date | null;
}

export type RaiseEffect =
  | { readonly outcome: 'over' | 'raised'; readonly now: Date }
  | { readonly outcome: 'waiting'; readonly until: Date; readonly now: Date };

interface Look {
  readonly outbox: string;
  readonly reportId: string;
}

const FIRST = 1;

export class PrismaRaiseStore {
  constructor(private readonly db: PrismaClient) {}

  /** `decide` sees the report's row under its lock, or null when there is none. */
  async look(
    { outbox, reportId }: Look,
    decide: (item: RaisableItem | null) => RaiseEffect,
  ): Promise<RaiseEffect['outcome']> {
    return this.db.$transaction(async (tx) => {
      const effect = decide(await lockItem(tx, reportId));
      if (effect.outcome === 'raised') await raise(tx, reportId, effect.now);
      if (effect.outcome === 'waiting')
        await schedule(tx, effect.now, { kind: 'raise', ref: reportId, dueAt: effect.until });
      await finish(tx, outbox, effect.now);
      return effect.outcome;
    });
  }
}

async function lockItem(tx: Tx, reportId: string): Promise<RaisableItem | null> {
  // Somebody who claims at this moment either comes first and is seen here, or finds it raised.
  await tx.$executeRaw`select 1 from triage_item where report_id = ${reportId}::uuid for update`;
  return tx.triageItem.findUnique({
    where: { reportId },
    select: {
      state: true,
      raiseAt: true,
      raisedAt: true,
      actionDueAt: true,
      holder: true,
      claimExpiresAt: true,
    },
  });
}

async function raise(tx: Tx, reportId: string, now: Date): Promise<void> {
  await tx.triageItem.updateMany({ where: { reportId }, data: { rank: FIRST, raisedAt: now } });
  const paged = await page(tx, reportId, now);
  await AuditLog.append(tx, 'report.raised', { report: reportId, paged }, now);
}

/** False where somebody has accepted, or there is nobody to tell. */
async function page(tx: Tx, reportId: string, now: Date): Promise<boolean> {
  // Whoever accepts at this moment either comes first and stops it here, or stops the round that begins.
  await tx.$executeRaw`select 1 from alert where report_id = ${reportId}::uuid for update`;
  const alert = await tx.alert.findUnique({
    where: { reportId },
    select: { id: true, plan: true, state: true, nextStep: true },
  });
  if (!alert) return false;
  const status = alert.state as AlertState['status'];
  const round = pageAgain(parseStoredPlan(alert.plan), { status, nextStep: alert.nextStep });
  if (!round) return false;
  const ticket = newId();
  await tx.alert.updateMany({
    where: { id: alert.id },
    data: { plan: round.plan, nextStep: round.nextStep, state: 'escalating', dueAt: now, ticket },
  });
  await schedule(tx, now, { kind: 'escalate', ref: alert.id, ticket, dueAt: now });
  return true;
}
