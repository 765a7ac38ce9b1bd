/**
 * One delivery's row: taken before the POST, settled after it, each under its lock and only with its ticket. Between the
 * two no transaction is open: fifteen seconds of a stranger's server must not hold a connection to the database.
 */
import { AuditLog } from '#audit';
import { newId } from '#kernel';
import type { PrismaClient } from '#platform';
import { finish, schedule, type Tx } from '../outbox/ledger.js';
import type { StoredEndpoint } from './open-address.js';

export interface TakenDelivery {
  readonly id: string;
  readonly noticeId: string;
  readonly memberId: string;
  readonly ticket: string;
  /** This attempt included. */
  readonly attempt: number;
  readonly noticedAt: Date;
  readonly endpoint: StoredEndpoint;
}

export type Taking =
  | { readonly kind: 'taken'; readonly delivery: TakenDelivery }
  /** Settled before, overtaken by a newer job, or not needed any more. */
  | { readonly kind: 'over' }
  /** Another run is at it, or died at it a moment ago: the sweep comes back. */
  | { readonly kind: 'busy' };

export type Settlement =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly reason: string; readonly at: Date }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'disabled'; readonly reason: string };

const columns = {
  id: true,
  noticeId: true,
  memberId: true,
  state: true,
  attempts: true,
  ticket: true,
  nextAt: true,
} as const;
const OPEN = ['waiting', 'handed'];

export class PrismaDeliveryStore {
  constructor(private readonly db: PrismaClient) {}

  /** `leaseMs`: how long nobody else may try. Longer than a POST can take, so that two runs never ring at once. */
  async take(job: DeliverJob, now: Date, leaseMs: number): Promise<Taking> {
    return this.db.$transaction(async (tx) => {
      const row = await lock(tx, job.deliveryId);
      if (!row || row.ticket !== job.ticket || !OPEN.includes(row.state)) return over(tx, job, now);
      if (!job.isOrphan && isLeased(row, now, leaseMs)) return { kind: 'busy' };

      const notice = await tx.notice.findUnique({
        where: { id: row.noticeId },
        select: { alertId: true, createdAt: true },
      });
      const alert =
        notice &&
        (await tx.alert.findUnique({ where: { id: notice.alertId }, select: { acknowledgedAt: true } }));
      const endpoint = await tx.endpoint.findUnique({
        where: { memberId: row.memberId },
        select: { memberId: true, sealed: true, signature: true, version: true, disabledAt: true },
      });
      // Nobody is rung at night for what somebody else has already taken on; the notice stays to be read.
      const needless = !notice || !alert || alert.acknowledgedAt !== null ? 'acknowledged' : null;
      const closed = endpoint === null || endpoint.disabledAt !== null ? 'no-endpoint' : null;
      const reason = needless ?? closed;
      if (reason !== null || !notice || !endpoint) {
        await settle(tx, row, { kind: 'failed', reason: reason ?? 'no-endpoint' }, now);
        return over(tx, job, now);
      }

      const attempt = row.attempts + 1;
      const nextAt = new Date(now.getTime() + leaseMs);
      await tx.delivery.updateMany({
        where: { id: row.id },
        data: { state: 'handed', attempts: attempt, nextAt },
      });
      await moveNotice(tx, row.noticeId, ['queued'], 'handed');
      const { id, noticeId, memberId, ticket } = row;
      return {
        kind: 'taken',
        delivery: { id, noticeId, memberId, ticket, attempt, noticedAt: notice.createdAt, endpoint },
      };
    });
  }

  async settle(outbox: string, delivery: TakenDelivery, settlement: Settlement, now: Date): Promise<void> {
    await this.db.$transaction(async (tx) => {
      const row = await lock(tx, delivery.id);
      // Somebody took over after our lease ended: theirs counts, and the receiver knows the message by its id.
      const ours =
        row?.ticket === delivery.ticket && row.state === 'handed' && row.attempts === delivery.attempt;
      if (!row || !ours) return;
      await settle(tx, row, settlement, now);
      if (settlement.kind === 'disabled') await disable(tx, delivery.endpoint, now);
      await finish(tx, outbox, now);
    });
  }
}

export interface DeliverJob {
  readonly outbox: string;
  readonly deliveryId: string;
  readonly ticket: string | null;
  /** The process that had it is dead, and its lease with it. */
  readonly isOrphan?: boolean;
}

interface DeliveryRow {
  readonly id: string;
  readonly noticeId: string;
  readonly memberId: string;
  readonly state: string;
  readonly attempts: number;
  readonly ticket: string;
  readonly nextAt: Date | null;
}

/** A lease that ends later than any can was given by a clock that ran ahead: nobody is at it. */
function isLeased({ state, nextAt }: DeliveryRow, now: Date, leaseMs: number): boolean {
  const left = state === 'handed' && nextAt !== null ? nextAt.getTime() - now.getTime() : 0;
  return left > 0 && left <= leaseMs;
}

async function lock(tx: Tx, id: string): Promise<DeliveryRow | null> {
  await tx.$executeRaw`select 1 from delivery where id = ${id}::uuid for update`;
  return tx.delivery.findUnique({ where: { id }, select: columns });
}

async function over(tx: Tx, { outbox }: DeliverJob, now: Date): Promise<Taking> {
  await finish(tx, outbox, now);
  return { kind: 'over' };
}

async function settle(tx: Tx, row: DeliveryRow, settlement: Settlement, now: Date): Promise<void> {
  const where = { id: row.id };
  switch (settlement.kind) {
    case 'delivered':
      await tx.delivery.updateMany({
        where,
        data: { state: 'delivered', reason: null, nextAt: null, deliveredAt: now },
      });
      await moveNotice(tx, row.noticeId, ['queued', 'handed'], 'delivered');
      break;
    case 'retry': {
      const ticket = newId();
      const { reason, at } = settlement;
      await tx.delivery.updateMany({ where, data: { state: 'waiting', reason, nextAt: at, ticket } });
      await schedule(tx, { kind: 'deliver', ref: row.id, ticket, dueAt: at });
      return;
    }
    case 'failed':
    case 'disabled':
      await tx.delivery.updateMany({
        where,
        data: { state: settlement.kind, reason: settlement.reason, nextAt: null },
      });
      await moveNotice(tx, row.noticeId, ['queued', 'handed'], 'undelivered');
      break;
  }
  const reason = settlement.kind === 'delivered' ? null : settlement.reason;
  await AuditLog.append(
    tx,
    'delivery.settled',
    { notice: row.noticeId, state: settlement.kind, reason },
    now,
  );
}

/** Only forwards: a person may have opened the notice while its doorbell was still ringing. */
async function moveNotice(tx: Tx, id: string, from: string[], state: string): Promise<void> {
  await tx.notice.updateMany({ where: { id, state: { in: from } }, data: { state } });
}

/** Of that version only: a member who set a new address while the old one answered "gone" keeps the new one. */
async function disable(tx: Tx, { memberId, version }: StoredEndpoint, now: Date): Promise<void> {
  const disabled = await tx.endpoint.updateMany({
    where: { memberId, version, disabledAt: null },
    data: { disabledAt: now },
  });
  if (disabled.count > 0) await AuditLog.append(tx, 'endpoint.disabled', { member: memberId }, now);
}
