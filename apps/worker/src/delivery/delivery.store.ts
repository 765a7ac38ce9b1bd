/**
 * One channel's delivery of one notice: taken before the attempt, settled after it, each in one statement and only as it was seen,
 * ticket and all. Between the two no transaction is open: fifteen seconds of a stranger's server must not hold a connection.
 */
import { auditEvent } from '#audit';
import type { FailureReason } from '#alerts/domain';
import { type Clock, newId } from '#kernel';
import { jsonRows, type StatementPool } from '#platform';
import type { StoredChannels } from '../channels/open-channels.js';
import { begin, finishAlone, following } from '../outbox/ledger.js';
import { type After, noticeStateAfter, type Settlement } from './settlement.js';
import { LOOK, SETTLE, TAKE } from './delivery-statements.js';

export interface TakenDelivery {
  readonly id: string;
  readonly noticeId: string;
  readonly memberId: string;
  readonly ticket: string;
  /** Which of the member's channels, in the member's order. */
  readonly position: number;
  /** This attempt included. */
  readonly attempt: number;
  readonly noticedAt: Date;
  readonly channels: StoredChannels;
  /** Positions that said they are no more. */
  readonly disabled: readonly number[];
}

export type Taking<Prepared> =
  | { readonly kind: 'taken'; readonly delivery: TakenDelivery; readonly prepared: Prepared }
  /** Settled before, overtaken by a newer job, or not needed any more. */
  | { readonly kind: 'over' }
  /** Another run is at it, or died at it a moment ago: the sweep comes back. */
  | { readonly kind: 'busy' };

/** Each time somebody else was faster, and each time there is less left to be faster at. */
const MOST_LOOKS = 5;
const OPEN = ['waiting', 'handed'];

export class DeliveryStore {
  constructor(private readonly statements: StatementPool) {}

  /**
   * `leaseMs`: how long nobody else may try. Longer than an attempt can take, so that two runs never ring at once. `prepare`: all
   * that may wait for a disk or a database. It comes before the taking, which asks once more whether anybody has accepted: what is
   * taken is rung at once.
   */
  async take<Prepared>(
    job: DeliverJob,
    clock: Clock,
    leaseMs: number,
    prepare: (delivery: TakenDelivery) => Promise<Prepared>,
  ): Promise<Taking<Prepared>> {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const now = clock();
      const [row] = await this.statements.rows<DeliveryRow>(LOOK, [job.deliveryId]);
      if (!row || row.ticket !== job.ticket || !OPEN.includes(row.state)) {
        await finishAlone(this.statements, job.outbox, now);
        return { kind: 'over' };
      }
      if (!job.isOrphan && isLeased(row, now, leaseMs)) return { kind: 'busy' };
      const due = dueOf(row);
      if (due.kind === 'over') {
        const settlement = { kind: 'failed', reason: due.because } as const;
        if (await this.#settle(job.outbox, { ...row, version: null }, settlement, { kind: 'nothing' }, now))
          return { kind: 'over' };
      } else {
        const { delivery } = due;
        const prepared = await prepare(delivery);
        const leasedUntil = new Date(clock().getTime() + leaseMs);
        const [taken] = await this.statements.rows<Done>(TAKE, [...asSeen(row), leasedUntil]);
        if (taken?.done) return { kind: 'taken', delivery, prepared };
      }
    }
    // Others are at it. If none of them ends it, the sweep comes back.
    return { kind: 'busy' };
  }

  /** If somebody took over after our lease ended, theirs counts, and the receiver knows the message by its id. */
  async settle(
    outbox: string,
    delivery: TakenDelivery,
    settlement: Settlement,
    after: After,
    now: Date,
  ): Promise<void> {
    const { channels, attempt } = delivery;
    const seen = { ...delivery, state: 'handed', attempts: attempt, version: channels.version };
    await this.#settle(outbox, seen, settlement, after, now);
  }

  async #settle(
    outbox: string,
    seen: SeenDelivery,
    settlement: Settlement,
    after: After,
    now: Date,
  ): Promise<boolean> {
    const { id, noticeId, memberId, version, position } = seen;
    const isRetry = settlement.kind === 'retry';
    const arrived = settlement.kind === 'delivered' || settlement.kind === 'relayed';
    const reason = arrived ? null : settlement.reason;
    const ticket = isRetry ? newId() : seen.ticket;
    const another = after.kind === 'next' ? nextDelivery(seen, after.position, now) : null;
    const jobs = following(
      now,
      ...(isRetry ? [{ kind: 'deliver' as const, ref: id, ticket, dueAt: settlement.at }] : []),
      ...(another ? [{ kind: 'deliver' as const, ref: another.id, ticket: another.ticket, dueAt: now }] : []),
      // Whose alert it is, the statement says: its ticket as it is then, so that the job is fenced like any other.
      ...(after.kind === 'nobody-left' ? [{ kind: 'escalate' as const, ref: noticeId, dueAt: now }] : []),
    );
    const trace = [
      ...(isRetry
        ? []
        : [auditEvent('delivery.settled', { notice: noticeId, state: settlement.kind, reason }, now)]),
      ...(settlement.kind === 'disabled'
        ? [auditEvent('channel.disabled', { member: memberId, position }, now)]
        : []),
      ...(after.kind === 'nobody-left' ? [auditEvent('notice.unreachable', { notice: noticeId }, now)] : []),
    ];
    const [row] = await this.statements.rows<Done & { queued: readonly Queued[] }>(SETTLE, [
      ...asSeen(seen),
      isRetry ? 'waiting' : settlement.kind,
      reason,
      isRetry ? settlement.at : null,
      settlement.kind === 'delivered' ? now : null,
      ticket,
      noticeStateAfter(settlement, after),
      version,
      jsonRows(jobs),
      jsonRows(trace),
      now,
      outbox,
      jsonRows(another ? [another] : []),
      position,
    ]);
    if (!row?.done) return false;
    const written = new Map(row.queued.map((one) => [one.id, one]));
    begin(jobs.flatMap((one) => (written.has(one.id) ? [{ ...one, ...written.get(one.id) }] : [])));
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
  readonly position: number;
  readonly state: string;
  readonly attempts: number;
  readonly ticket: string;
  /** Of the channels that were rung; null when none was. */
  readonly version: number | null;
}

interface DeliveryRow extends SeenDelivery {
  readonly nextAt: Date | null;
  readonly noticedAt: Date | null;
  readonly noticeState: string | null;
  /** There is an alert, and nobody has accepted it. */
  readonly needed: boolean;
  /** Null, as the version, where the member has set none. */
  readonly sealed: Uint8Array | null;
  readonly signature: Uint8Array | null;
  readonly disabled: readonly number[] | null;
}

interface Done {
  readonly done: boolean;
}

interface Queued {
  readonly id: string;
  readonly ref: string;
  readonly ticket: string | null;
}

const asSeen = ({ id, ticket, state, attempts }: SeenDelivery): unknown[] => [id, ticket, state, attempts];

const nextDelivery = ({ noticeId, memberId }: SeenDelivery, position: number, now: Date) => ({
  id: newId(),
  noticeId,
  memberId,
  position,
  state: 'waiting',
  attempts: 0,
  ticket: newId(),
  nextAt: now,
});

/** A lease that ends later than any can was given by a clock that ran ahead: nobody is at it. */
function isLeased({ state, nextAt }: DeliveryRow, now: Date, leaseMs: number): boolean {
  const left = state === 'handed' && nextAt !== null ? nextAt.getTime() - now.getTime() : 0;
  return left > 0 && left <= leaseMs;
}

/** The member has it already: by another channel, or because they looked. */
const REACHED: readonly (string | null)[] = ['delivered', 'opened', 'declined', 'accepted', 'acting', 'done'];

interface Needless {
  readonly kind: 'over';
  readonly because: FailureReason;
}

interface Due {
  readonly kind: 'due';
  readonly delivery: TakenDelivery;
}

function dueOf(row: DeliveryRow): Needless | Due {
  const { id, noticeId, memberId, ticket, position, noticedAt, sealed, signature, version, disabled } = row;
  // Nobody is rung at night for what somebody else has already taken on; the notice stays to be read.
  if (row.noticeState === 'withdrawn') return { kind: 'over', because: 'withdrawn' };
  if (!row.needed || noticedAt === null) return { kind: 'over', because: 'acknowledged' };
  if (REACHED.includes(row.noticeState)) return { kind: 'over', because: 'reached' };
  if (sealed === null || signature === null || version === null)
    return { kind: 'over', because: 'no-channel' };
  const channels = { memberId, sealed, signature, version };
  const attempt = row.attempts + 1;
  return {
    kind: 'due',
    delivery: {
      id,
      noticeId,
      memberId,
      ticket,
      position,
      attempt,
      noticedAt,
      channels,
      disabled: disabled ?? [],
    },
  };
}
