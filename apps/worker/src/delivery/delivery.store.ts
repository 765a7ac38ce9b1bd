/**
 * One delivery's row: taken before the POST, settled after it, each in one statement and only as it was seen, ticket and all.
 * Between the two no transaction is open: fifteen seconds of a stranger's server must not hold a connection to the database.
 */
import { AUDIT_COLUMNS, auditEvent } from '#audit';
import { newId } from '#kernel';
import { jsonRows, type Statement, type StatementPool } from '#platform';
import { begin, finishAlone, following, OUTBOX_COLUMNS } from '../outbox/ledger.js';
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

/** Each time somebody else was faster, and each time there is less left to be faster at. */
const MOST_LOOKS = 5;
const OPEN = ['waiting', 'handed'];

const LOOK: Statement = {
  name: 'delivery-to-make',
  text: `
  select d.id, d.notice_id as "noticeId", d.member_id as "memberId", d.state, d.attempts, d.ticket, d.next_at as "nextAt",
    n.created_at as "noticedAt", a.id is not null and a.acknowledged_at is null as needed,
    e.sealed, e.signature, e.version
  from delivery d left join notice n on n.id = d.notice_id left join alert a on a.id = n.alert_id
  left join endpoint e on e.member_id = d.member_id and e.disabled_at is null
  where d.id = $1`,
};

/** Ours is the row that was looked at: whoever changed it since, with another ticket, state or attempt, has it now. */
const IS_AS_SEEN = 'id = $1 and ticket = $2 and state = $3 and attempts = $4';

const TAKE: Statement = {
  name: 'take-delivery',
  text: `
  with taken as (
    update delivery set state = 'handed', attempts = attempts + 1, next_at = $5 where ${IS_AS_SEEN} returning notice_id
  ), moved as (
    update notice set state = 'handed' where id in (select notice_id from taken) and state = 'queued'
  )
  select exists (select from taken) as done`,
};

const SETTLE: Statement = {
  name: 'settle-delivery',
  text: `
  with settled as (
    update delivery set state = $5, reason = $6, next_at = $7, delivered_at = $8, ticket = $9 where ${IS_AS_SEEN}
    returning notice_id, member_id
  ), moved as (
    -- Only forwards: a person may have opened the notice while its doorbell was still ringing.
    update notice set state = $10::text
    where id in (select notice_id from settled) and state in ('queued', 'handed') and $10::text is not null
  ), disabled as (
    -- Of that version only: a member who set a new address while the old one answered "gone" keeps the new one.
    update endpoint set disabled_at = $14
    where member_id in (select member_id from settled) and version = $11 and disabled_at is null and $5 = 'disabled'
    returning member_id
  ), queued as (
    insert into outbox (${OUTBOX_COLUMNS})
    select ${OUTBOX_COLUMNS} from json_populate_recordset(null::outbox, $12) where exists (select from settled)
  ), traced as (
    insert into audit_event (${AUDIT_COLUMNS})
    select ${AUDIT_COLUMNS} from json_populate_recordset(null::audit_event, $13)
    where exists (select from settled) and (kind <> 'endpoint.disabled' or exists (select from disabled))
  ), finished as (
    update outbox set done_at = $14 where id = $15 and done_at is null and exists (select from settled)
  )
  select exists (select from settled) as done`,
};

export class DeliveryStore {
  constructor(private readonly statements: StatementPool) {}

  /** `leaseMs`: how long nobody else may try. Longer than a POST can take, so that two runs never ring at once. */
  async take(job: DeliverJob, now: Date, leaseMs: number): Promise<Taking> {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const [row] = await this.statements.rows<DeliveryRow>(LOOK, [job.deliveryId]);
      if (!row || row.ticket !== job.ticket || !OPEN.includes(row.state)) {
        await finishAlone(this.statements, job.outbox, now);
        return { kind: 'over' };
      }
      if (!job.isOrphan && isLeased(row, now, leaseMs)) return { kind: 'busy' };
      const taking = takingOf(row);
      if (taking.kind === 'over') {
        const settlement = { kind: 'failed', reason: taking.because } as const;
        if (await this.#settle(job.outbox, { ...row, version: null }, settlement, now))
          return { kind: 'over' };
      } else {
        const leasedUntil = new Date(now.getTime() + leaseMs);
        const [taken] = await this.statements.rows<Done>(TAKE, [...asSeen(row), leasedUntil]);
        if (taken?.done) return taking;
      }
    }
    // Others are at it. If none of them ends it, the sweep comes back.
    return { kind: 'busy' };
  }

  /** If somebody took over after our lease ended, theirs counts, and the receiver knows the message by its id. */
  async settle(outbox: string, delivery: TakenDelivery, settlement: Settlement, now: Date): Promise<void> {
    const { endpoint, attempt } = delivery;
    const seen = { ...delivery, state: 'handed', attempts: attempt, version: endpoint.version };
    await this.#settle(outbox, seen, settlement, now);
  }

  async #settle(outbox: string, seen: SeenDelivery, settlement: Settlement, now: Date): Promise<boolean> {
    const { id, noticeId, memberId, version } = seen;
    const isRetry = settlement.kind === 'retry';
    const isDelivered = settlement.kind === 'delivered';
    const reason = isDelivered ? null : settlement.reason;
    const ticket = isRetry ? newId() : seen.ticket;
    const next = isRetry ? following({ kind: 'deliver', ref: id, ticket, dueAt: settlement.at }) : [];
    const trace = isRetry
      ? []
      : [
          auditEvent('delivery.settled', { notice: noticeId, state: settlement.kind, reason }, now),
          ...(settlement.kind === 'disabled'
            ? [auditEvent('endpoint.disabled', { member: memberId }, now)]
            : []),
        ];
    const [row] = await this.statements.rows<Done>(SETTLE, [
      ...asSeen(seen),
      isRetry ? 'waiting' : settlement.kind,
      reason,
      isRetry ? settlement.at : null,
      isDelivered ? now : null,
      ticket,
      isRetry ? null : isDelivered ? 'delivered' : 'undelivered',
      version,
      jsonRows(next),
      jsonRows(trace),
      now,
      outbox,
    ]);
    if (!row?.done) return false;
    begin(next);
    return true;
  }
}

export interface DeliverJob {
  readonly outbox: string;
  readonly deliveryId: string;
  readonly ticket: string | null;
  /** The process that had it is dead, and its lease with it. */
  readonly isOrphan?: boolean;
}

interface SeenDelivery {
  readonly id: string;
  readonly noticeId: string;
  readonly memberId: string;
  readonly state: string;
  readonly attempts: number;
  readonly ticket: string;
  /** Of the endpoint that was rung; null when none was. */
  readonly version: number | null;
}

interface DeliveryRow extends SeenDelivery {
  readonly nextAt: Date | null;
  readonly noticedAt: Date | null;
  /** There is an alert, and nobody has accepted it. */
  readonly needed: boolean;
  /** Null, as the version, where the member has no endpoint that is in use. */
  readonly sealed: Uint8Array | null;
  readonly signature: Uint8Array | null;
}

interface Done {
  readonly done: boolean;
}

const asSeen = ({ id, ticket, state, attempts }: SeenDelivery): unknown[] => [id, ticket, state, attempts];

/** A lease that ends later than any can was given by a clock that ran ahead: nobody is at it. */
function isLeased({ state, nextAt }: DeliveryRow, now: Date, leaseMs: number): boolean {
  const left = state === 'handed' && nextAt !== null ? nextAt.getTime() - now.getTime() : 0;
  return left > 0 && left <= leaseMs;
}

type Needless = { readonly kind: 'over'; readonly because: 'acknowledged' | 'no-endpoint' };

function takingOf(row: DeliveryRow): Needless | Extract<Taking, { kind: 'taken' }> {
  const { id, noticeId, memberId, ticket, noticedAt, sealed, signature, version } = row;
  // Nobody is rung at night for what somebody else has already taken on; the notice stays to be read.
  if (!row.needed || noticedAt === null) return { kind: 'over', because: 'acknowledged' };
  if (sealed === null || signature === null || version === null)
    return { kind: 'over', because: 'no-endpoint' };
  const endpoint = { memberId, sealed, signature, version };
  return {
    kind: 'taken',
    delivery: { id, noticeId, memberId, ticket, attempt: row.attempts + 1, noticedAt, endpoint },
  };
}
