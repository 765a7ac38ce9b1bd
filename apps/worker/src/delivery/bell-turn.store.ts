/**
 * Whose turn it is to ring, for one person, bundle and step: one row, taken by comparing what was seen. Two workers with two alerts
 * of one happening at the same moment ring once.
 */
import { AUDIT_COLUMNS, auditEvent } from '#audit';
import type { LastRinging } from '#alerts/domain';
import { newId } from '#kernel';
import { jsonRows, type Statement, type StatementPool } from '#platform';
import { begin, following, OUTBOX_COLUMNS } from '../outbox/ledger.js';
import type { DeliverJob } from './delivery.store.js';
import { runsAt } from './silence-keeper.js';

export interface SeenTurn {
  readonly memberId: string;
  readonly alertId: string;
  readonly noticeId: string;
  readonly bundle: Uint8Array;
  readonly step: number;
  readonly noticedAt: Date;
  readonly urgency: number | null;
  /** The bell that rang, or is being rung, is this very notice's. */
  readonly own: boolean;
  readonly last: LastRinging | null;
  readonly lastNotice: string | null;
}

/** A bell that has not been tried yet, of an alert that is still open. What was tried once goes on by its own schedule. */
const FRESH = `
  from delivery d join notice n on n.id = d.notice_id join alert a on a.id = n.alert_id
    join triage_item t on t.report_id = a.report_id
  where d.id = $1 and d.ticket = $2 and d.state = 'waiting' and d.attempts = 0 and a.bundle is not null`;

/** One statement where nobody is before us and nothing is silenced, which is nearly always. */
const claimed = (silences: string): string => `
  with due as (select n.member_id, a.bundle, n.step, n.id ${FRESH}), quiet as (select ${silences} as quiet), taken as (
    insert into bell_turn (member_id, bundle, step, notice_id, rung_at)
    select due.*, $3::timestamptz from due, quiet where not quiet
    on conflict do nothing returning notice_id
  )
  select quiet, exists (select from due) and not exists (select from taken) as contended from quiet`;

const CLAIM: Statement = { name: 'claim-bell-turn', text: claimed('false') };
const CLAIM_UNLESS_QUIET: Statement = {
  name: 'claim-bell-turn-unless-quiet',
  text: claimed(`exists (select from silence s where ${runsAt('$3')})`),
};

const LOOK: Statement = {
  name: 'bell-turn',
  text: `
  select n.member_id as "memberId", a.id as "alertId", n.id as "noticeId", a.bundle, n.step, n.created_at as "noticedAt", t.urgency,
    b.rung_at as "lastAt", b.notice_id as "lastNotice",
    exists (select from delivery o where o.notice_id = b.notice_id and o.state in ('delivered', 'relayed')) as rung,
    exists (select from delivery o where o.notice_id = b.notice_id and o.state in ('waiting', 'handed')) as trying
  from (select n.id as notice, a.id as alert, t.urgency ${FRESH}) due
    join notice n on n.id = due.notice join alert a on a.id = due.alert join triage_item t on t.report_id = a.report_id
    left join bell_turn b on b.member_id = n.member_id and b.bundle = a.bundle and b.step = n.step`,
};

const TAKE: Statement = {
  name: 'take-bell-turn',
  text: `
  insert into bell_turn as b (member_id, bundle, step, notice_id, rung_at) values ($1, $2, $3, $4, $5)
  on conflict (member_id, bundle, step) do update set notice_id = excluded.notice_id, rung_at = excluded.rung_at
    -- Whoever came between what we saw and now has rung: then we look again.
    where b.notice_id = $6 and b.rung_at = $7
  returning notice_id`,
};

const PUT_OFF: Statement = {
  name: 'put-off-bell',
  text: `
  with put as (
    update delivery set next_at = $3, ticket = $4 where id = $1 and ticket = $2 and state = 'waiting' and attempts = 0
    returning id
  ), queued as (
    insert into outbox (${OUTBOX_COLUMNS})
    select ${OUTBOX_COLUMNS} from json_populate_recordset(null::outbox, $5) where exists (select from put)
  ), finished as (
    update outbox set done_at = $6 where id = $7 and done_at is null
  )
  select exists (select from put) as done`,
};

const SPARE: Statement = {
  name: 'spare-bell',
  text: `
  with spared as (
    update delivery set state = 'failed', reason = $3, next_at = null
    where id = $1 and ticket = $2 and state = 'waiting' and attempts = 0 returning id
  ), traced as (
    insert into audit_event (${AUDIT_COLUMNS})
    select ${AUDIT_COLUMNS} from json_populate_recordset(null::audit_event, $4) where exists (select from spared)
  )
  update outbox set done_at = $5 where id = $6 and done_at is null`,
};

export class BellTurnStore {
  constructor(private readonly statements: StatementPool) {}

  /** True when the bell may ring now: its turn was free and is taken, or it is no bell of a bundle. */
  async claim(job: DeliverJob, now: Date): Promise<boolean> {
    const [row] = await this.statements.rows<Claimed>(CLAIM, [...ofJob(job), now]);
    return row?.contended !== true;
  }

  /** The same; null where some silence runs, which may be for this bell: nothing is taken then. */
  async claimUnlessQuiet(job: DeliverJob, now: Date): Promise<boolean | null> {
    const [row] = await this.statements.rows<Claimed>(CLAIM_UNLESS_QUIET, [...ofJob(job), now]);
    return row?.quiet === true ? null : row?.contended !== true;
  }

  /** Null when there is nothing to decide any more. */
  async look(job: DeliverJob): Promise<SeenTurn | null> {
    const [row] = await this.statements.rows<TurnRow>(LOOK, ofJob(job));
    if (!row) return null;
    const { lastAt, lastNotice, rung, trying, ...turn } = row;
    const last = lastAt && ({ at: lastAt, state: rung ? 'rung' : trying ? 'trying' : 'failed' } as const);
    return { ...turn, lastNotice, last, own: lastNotice === turn.noticeId };
  }

  /** False when somebody else was faster. */
  async take({ memberId, bundle, step, noticeId, last, lastNotice }: SeenTurn, now: Date): Promise<boolean> {
    const seen = [lastNotice, last?.at ?? null];
    return (await this.statements.rows(TAKE, [memberId, bundle, step, noticeId, now, ...seen])).length > 0;
  }

  async putOff(job: DeliverJob, until: Date, now: Date): Promise<void> {
    const ticket = newId();
    const next = following(now, { kind: 'deliver', ref: job.deliveryId, ticket, dueAt: until });
    const [row] = await this.statements.rows<{ done: boolean }>(PUT_OFF, [
      ...ofJob(job),
      until,
      ticket,
      jsonRows(next),
      now,
      job.outbox,
    ]);
    if (row?.done) begin(next);
  }

  /** Not rung, and said so: the notice lies there to be read, and its ladder goes on. */
  async spare(job: DeliverJob, noticeId: string, reason: 'bundled' | 'silenced', now: Date): Promise<void> {
    const trace = [auditEvent('delivery.settled', { notice: noticeId, state: 'failed', reason }, now)];
    await this.statements.rows(SPARE, [...ofJob(job), reason, jsonRows(trace), now, job.outbox]);
  }
}

interface Claimed {
  readonly quiet: boolean;
  readonly contended: boolean;
}

interface TurnRow extends Omit<SeenTurn, 'own' | 'last'> {
  readonly lastAt: Date | null;
  readonly rung: boolean;
  readonly trying: boolean;
}

const ofJob = ({ deliveryId, ticket }: DeliverJob): unknown[] => [deliveryId, ticket];
