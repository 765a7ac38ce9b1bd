/** Applies one step of a ladder under the alert's row lock: notices, deliveries, the next job and the trace together. */
import { AuditLog } from '#audit';
import { newId } from '#kernel';
import type { PrismaClient } from '#platform';
import { finish, schedule, type Tx } from '../outbox/ledger.js';

/** What the alert is about, from rows that do not change while it runs. */
export interface AlertSubject {
  readonly envelope: Uint8Array;
  readonly quarantined: boolean;
  readonly urgency: number | null;
  readonly unsorted: boolean;
  readonly ackDueAt: Date;
}

export interface LockedAlert {
  readonly id: string;
  readonly plan: unknown;
  readonly state: string;
  readonly nextStep: number;
  readonly dueAt: Date | null;
  readonly ticket: string;
  readonly acknowledgedAt: Date | null;
}

export interface NewNotice {
  readonly id: string;
  readonly memberId: string;
  readonly sealed: Uint8Array;
  readonly digest: Uint8Array;
}

interface Ended {
  readonly outbox: string;
  readonly now: Date;
}

export type StepEffect = Ended &
  (
    | { readonly outcome: 'stale' | 'acknowledged' | 'exhausted' }
    | { readonly outcome: 'waiting'; readonly until: Date }
    | {
        readonly outcome: 'notified';
        readonly step: number;
        readonly nextStep: number;
        readonly next: Date;
        readonly nextTicket: string;
        /** What the notices say of when they were made. */
        readonly madeAt: Date;
        readonly notices: readonly NewNotice[];
      }
  );

type Notified = Extract<StepEffect, { outcome: 'notified' }>;

export class PrismaEscalationStore {
  constructor(private readonly db: PrismaClient) {}

  async subject(alertId: string): Promise<AlertSubject | null> {
    const alert = await this.db.alert.findUnique({ where: { id: alertId }, select: { reportId: true } });
    if (!alert) return null;
    const item = await this.db.triageItem.findUnique({
      where: { reportId: alert.reportId },
      select: { urgency: true, unsorted: true, ackDueAt: true },
    });
    const report = await this.db.report.findUnique({
      where: { id: alert.reportId },
      select: { envelope: true, quarantine: true },
    });
    return item && report && { ...item, envelope: report.envelope, quarantined: report.quarantine !== null };
  }

  async end<T>(outbox: string, now: Date, outcome: T): Promise<T> {
    await this.db.$transaction((tx) => finish(tx, outbox, now));
    return outcome;
  }

  /** `decide` sees the alert under its lock, or null when there is none. */
  async advance(
    alertId: string,
    decide: (alert: LockedAlert | null) => StepEffect,
  ): Promise<StepEffect['outcome']> {
    return this.db.$transaction(async (tx) => {
      const effect = decide(await lock(tx, alertId));
      await apply(tx, alertId, effect);
      await finish(tx, effect.outbox, effect.now);
      return effect.outcome;
    });
  }
}

async function lock(tx: Tx, alertId: string): Promise<LockedAlert | null> {
  // Prisma cannot say FOR UPDATE. Two workers must not both take step n, nor one take it while somebody acknowledges.
  await tx.$executeRaw`select 1 from alert where id = ${alertId}::uuid for update`;
  return tx.alert.findUnique({
    where: { id: alertId },
    select: {
      id: true,
      plan: true,
      state: true,
      nextStep: true,
      dueAt: true,
      ticket: true,
      acknowledgedAt: true,
    },
  });
}

async function apply(tx: Tx, alertId: string, effect: StepEffect): Promise<void> {
  switch (effect.outcome) {
    case 'stale':
    case 'acknowledged':
      return;
    case 'exhausted':
      await tx.alert.updateMany({
        where: { id: alertId },
        data: { state: 'exhausted', dueAt: null, ticket: newId() },
      });
      await AuditLog.append(tx, 'alert.exhausted', { alert: alertId }, effect.now);
      return;
    case 'waiting':
      return wait(tx, alertId, effect.until);
    case 'notified':
      return notify(tx, alertId, effect);
  }
}

/** Came too early: the same step, with a new ticket so that only one of two early jobs lives on. */
async function wait(tx: Tx, alertId: string, until: Date): Promise<void> {
  const ticket = newId();
  await tx.alert.updateMany({ where: { id: alertId }, data: { dueAt: until, ticket } });
  await schedule(tx, { kind: 'escalate', ref: alertId, ticket, dueAt: until });
}

async function notify(tx: Tx, alertId: string, effect: Notified): Promise<void> {
  const { step, nextStep, next, nextTicket, madeAt, notices, now } = effect;
  const { ticket } = await tx.alert.findUniqueOrThrow({ where: { id: alertId }, select: { ticket: true } });
  await tx.notice.createMany({
    data: notices.map((notice) => ({
      id: notice.id,
      memberId: notice.memberId,
      sealed: new Uint8Array(notice.sealed),
      digest: new Uint8Array(notice.digest),
      alertId,
      step,
      ticket,
      state: 'queued',
      createdAt: madeAt,
    })),
    // Unique by alert, step and member: nobody is told of a step twice, whatever is repeated.
    skipDuplicates: true,
  });
  await ring(tx, notices, now);
  await tx.alert.updateMany({ where: { id: alertId }, data: { nextStep, dueAt: next, ticket: nextTicket } });
  await schedule(tx, { kind: 'escalate', ref: alertId, ticket: nextTicket, dueAt: next });
  await AuditLog.append(tx, 'alert.advanced', { alert: alertId, step, notices: notices.length }, now);
}

/** A doorbell for those who have one; the others find the notice when they look. */
async function ring(tx: Tx, made: readonly NewNotice[], now: Date): Promise<void> {
  const notices = await tx.notice.findMany({
    where: { id: { in: made.map(({ id }) => id) } },
    select: { id: true, memberId: true },
  });
  const enabled = await tx.endpoint.findMany({
    where: { memberId: { in: notices.map(({ memberId }) => memberId) }, disabledAt: null },
    select: { memberId: true },
  });
  const withEndpoint = new Set(enabled.map(({ memberId }) => memberId));
  const deliveries = notices
    .filter(({ memberId }) => withEndpoint.has(memberId))
    .map((notice) => ({ id: newId(), noticeId: notice.id, memberId: notice.memberId, ticket: newId() }));
  if (deliveries.length === 0) return;
  await tx.delivery.createMany({
    data: deliveries.map((delivery) => ({ ...delivery, state: 'waiting', attempts: 0, nextAt: now })),
  });
  await schedule(
    tx,
    ...deliveries.map(({ id, ticket }) => ({ kind: 'deliver' as const, ref: id, ticket, dueAt: now })),
  );
}
