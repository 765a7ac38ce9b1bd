/**
 * Applies one step of a ladder: notices, deliveries, the next job and the trace in one statement, and only on the alert that was
 * looked at. Notices are sealed before it, while nothing is locked.
 */
import { AUDIT_COLUMNS, auditEvent } from '#audit';
import { newId } from '#kernel';
import { jsonRows, type Statement, type StatementPool } from '#platform';
import type { Bundle } from './notice-content.js';
import type { NewTask } from './task-content.js';
import { begin, finishAlone, following, OUTBOX_COLUMNS } from '../outbox/ledger.js';

/** What the alert is about, from rows that do not change while it runs. */
export interface AlertSubject {
  readonly envelope: Uint8Array;
  readonly quarantined: boolean;
  readonly urgency: number | null;
  readonly unsorted: boolean;
  readonly ackDueAt: Date;
}

export interface SeenAlert {
  readonly id: string;
  readonly plan: unknown;
  readonly state: string;
  readonly nextStep: number;
  readonly dueAt: Date | null;
  readonly ticket: string;
  readonly acknowledgedAt: Date | null;
  readonly again: string | null;
  /** Members whom none of their channels reached, and whom nobody was asked to call. */
  readonly unreachable: readonly string[];
  /** Somebody of the step before cannot be rung by any channel, or of all who were told nobody is left who might accept. */
  readonly replacing: boolean;
  /** What its reporter took back, sealed. */
  readonly consentLabels: readonly Uint8Array[];
  /** Null when it is in none. */
  readonly bundle: Bundle | null;
}

export interface NewNotice {
  readonly id: string;
  readonly memberId: string;
  readonly sealed: Uint8Array;
  readonly digest: Uint8Array;
}

export interface Seen {
  readonly alert: SeenAlert;
  readonly subject: AlertSubject;
}

interface Ended {
  readonly outbox: string;
  readonly now: Date;
}

/** Whom a step, or a look at the ladder, tells. */
export interface Told {
  readonly step: number;
  /** What the notices say of when they were made. */
  readonly madeAt: Date;
  readonly notices: readonly NewNotice[];
  readonly tasks: readonly NewTask[];
  /** Members of whom at least one must have a channel, or nobody hears of the step (allies-alone.ts). */
  readonly alone: readonly string[];
}

export type StepEffect = Ended &
  (
    | { readonly outcome: 'stale' }
    | { readonly outcome: 'acknowledged' }
    | (Told & { readonly outcome: 'exhausted' })
    | (Told & { readonly outcome: 'waiting'; readonly until: Date })
    | (Told & { readonly outcome: 'notified'; readonly nextStep: number; readonly next: Date })
  );

type Move = Extract<StepEffect, { outcome: 'exhausted' | 'waiting' | 'notified' }>;

/** Each time somebody else was faster, and each time there is less left to be faster at. */
const MOST_LOOKS = 5;

/** Not lost: the job is tried again. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
  readonly code = 'amparo.overtaken';
}

const LOOK: Statement = {
  name: 'alert-to-escalate',
  text: `
  select a.id, a.plan, a.state, a.next_step as "nextStep", a.due_at as "dueAt", a.ticket, a.acknowledged_at as "acknowledgedAt",
    exists (select from notice n where n.alert_id = a.id and n.step = a.next_step - 1 and n.state = 'unreachable') or (
      -- By everybody's last word. Somebody who is still to be called may say yes; whose notice was taken back may not.
      exists (select from notice n where n.alert_id = a.id and n.state in ('declined', 'withdrawn'))
      and not exists (select from notice n where n.alert_id = a.id and n.state not in ('declined', 'unreachable', 'withdrawn')
        and not exists (select from notice l where l.alert_id = a.id and l.member_id = n.member_id and l.step > n.step))
      and not exists (select from task k where k.alert_id = a.id and k.kind = 'call'
        and k.state <> 'withdrawn' and (k.state <> 'done' or k.outcome is distinct from 'REACHED_DECLINED')
        and not exists (select from task l where l.alert_id = a.id and l.kind = 'call' and l.subject = k.subject
          and l.step > k.step))
    ) as replacing,
    a.again, a.consent_labels as "consentLabels", array(
      select distinct n.member_id from notice n where n.alert_id = a.id and n.state = 'unreachable' and not exists (
        select from task k where k.alert_id = a.id and k.kind = 'unreachable' and k.subject = n.member_id)) as unreachable,
    t.urgency, t.unsorted, t.ack_due_at as "ackDueAt", r.envelope, r.quarantine is not null as quarantined, a.bundle as token,
    b.count, b.since
  from alert a join triage_item t on t.report_id = a.report_id join report r on r.id = a.report_id
  left join lateral (
    -- Those of the last window before it, and all that came since: what is older was another page.
    select count(*)::int as count, min(o.created_at) as since from alert o
    where o.bundle = a.bundle and o.created_at > a.created_at - make_interval(secs => $2)
  ) b on a.bundle is not null
  where a.id = $1`,
};

const NOTICE_COLUMNS = 'id, alert_id, member_id, step, ticket, sealed, digest, state, created_at';
const TASK_COLUMNS = `id, alert_id, desk, kind, subject, step, ticket, sealed, epoch, digest, state, calls, due_at, created_at`;
const DELIVERY_COLUMNS = 'id, notice_id, position, member_id, state, attempts, ticket, next_at';

const MOVE: Statement = {
  name: 'escalate',
  text: `
  with moved as (
    -- Two workers must not both take step n, nor one take it while somebody acknowledges: whoever comes second waits for the
    -- row, finds that it is not the one that was looked at, and everything below finds nothing to hang on.
    update alert set state = $4, next_step = $5, due_at = $6, ticket = $7
    where id = $1 and ticket = $2 and next_step = $3 and state = 'escalating' and acknowledged_at is null
      -- Who takes consent back while the notices are sealed is obeyed: they are sealed again, to fewer people.
      and cardinality(consent_labels) = $16
    returning id
  ), unheard as (
    -- No bell can ring for any of those who alone were told: the next are told now, as when every channel has failed, and a
    -- person is shown whom to call.
    select m.id as member_id from unnest($15::uuid[]) m (id)
    where exists (select from moved) and not exists (select from own_channels where member_id = any($15::uuid[]))
  ), told as (
    -- Unique by alert, step and member: nobody is told of a step twice, whatever is repeated.
    insert into notice (${NOTICE_COLUMNS})
    select id, alert_id, member_id, step, ticket, sealed, digest,
      case when member_id in (select member_id from unheard) then 'unreachable' else state end, created_at
    from json_populate_recordset(null::notice, $8) where exists (select from moved)
    on conflict do nothing returning id, member_id
  ), asked as (
    -- Whom a desk has not managed to call yet is not a second call to make. The alert's row is held: nobody else asks meanwhile.
    insert into task (${TASK_COLUMNS})
    select ${TASK_COLUMNS} from json_populate_recordset(null::task, $14) wanted
    where exists (select from moved) and not exists (
      select from task known where known.alert_id = wanted.alert_id and known.desk = wanted.desk
        and known.kind = wanted.kind and known.subject = wanted.subject and known.state <> 'done')
    on conflict do nothing
  ), rung as (
    -- The first channel of those who have set some; the others find the notice when they look.
    insert into delivery (${DELIVERY_COLUMNS})
    select ${DELIVERY_COLUMNS} from json_populate_recordset(null::delivery, $9) bell
    where exists (select from told join own_channels using (member_id) where told.id = bell.notice_id)
    returning id
  ), queued as (
    insert into outbox (${OUTBOX_COLUMNS})
    -- With the ticket that the ladder has now: the step that was planned and the one that is hastened are one.
    select id, kind, ref, ticket, case when kind = 'escalate' and exists (select from unheard) then $13 else due_at end,
      made_at, enqueued_at, tries, worker
    from json_populate_recordset(null::outbox, $10) job
    where exists (select from moved) and (kind <> 'deliver' or exists (select from rung where rung.id = job.ref))
      and (kind <> 'amend-feeds' or exists (select from cap_entry e join notice n on n.id = e.notice_id where n.alert_id = $1))
    returning id
  ), traced as (
    insert into audit_event (${AUDIT_COLUMNS})
    select ${AUDIT_COLUMNS} from json_populate_recordset(null::audit_event, $11)
    where exists (select from moved) and (kind <> 'notice.unreachable' or exists (select from unheard))
  ), finished as (
    update outbox set done_at = $13 where id = $12 and done_at is null and exists (select from moved)
  )
  select exists (select from moved) as moved, array(select id from queued) as queued`,
};

export class EscalationStore {
  constructor(private readonly statements: StatementPool) {}

  /**
   * `decide` sees the alert, or null when there is none, and its decision holds only for what it saw: if somebody was faster,
   * it is asked again. It must not change anything by itself.
   */
  async advance(
    alertId: string,
    windowSeconds: number,
    decide: (seen: Seen | null) => StepEffect,
  ): Promise<StepEffect['outcome']> {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const seen = await this.#look(alertId, windowSeconds);
      const effect = decide(seen);
      if (await this.#apply(seen, effect)) return effect.outcome;
    }
    throw new Overtaken('the alert changed at every look');
  }

  async #look(alertId: string, windowSeconds: number): Promise<Seen | null> {
    const [row] = await this.statements.rows<LookRow>(LOOK, [alertId, windowSeconds]);
    if (!row) return null;
    const { envelope, quarantined, urgency, unsorted, ackDueAt, token, count, since, ...rest } = row;
    const bundle = token && count !== null && since ? { token, count, since } : null;
    return { alert: { ...rest, bundle }, subject: { envelope, quarantined, urgency, unsorted, ackDueAt } };
  }

  /** False when the alert is not as it was seen; nothing is written then. */
  async #apply(seen: Seen | null, effect: StepEffect): Promise<boolean> {
    if (seen && effect.outcome !== 'stale' && effect.outcome !== 'acknowledged')
      return this.#move(seen.alert, effect);
    await finishAlone(this.statements, effect.outbox, effect.now);
    return true;
  }

  async #move(alert: SeenAlert, effect: Move): Promise<boolean> {
    const after = alertAfter(alert, effect);
    const told = noticesOf(alert, effect);
    const next = following(
      effect.now,
      ...told.bells.map(({ id, ticket }) => ({
        kind: 'deliver' as const,
        ref: id,
        ticket,
        dueAt: effect.now,
      })),
      ...(after.dueAt === null
        ? []
        : [{ kind: 'escalate' as const, ref: alert.id, ticket: after.ticket, dueAt: after.dueAt }]),
      ...(effect.outcome === 'exhausted'
        ? [{ kind: 'amend-feeds' as const, ref: alert.id, dueAt: effect.now }]
        : []),
    );
    const [row] = await this.statements.rows<{ moved: boolean; queued: readonly string[] }>(MOVE, [
      alert.id,
      alert.ticket,
      alert.nextStep,
      after.state,
      after.nextStep,
      after.dueAt,
      after.ticket,
      jsonRows(told.notices),
      jsonRows(told.bells),
      jsonRows(next),
      jsonRows(traceOf(alert, effect)),
      effect.outbox,
      effect.now,
      jsonRows(tasksOf(alert, effect)),
      effect.alone,
      alert.consentLabels.length,
    ]);
    if (!row?.moved) return false;
    begin(next.filter(({ id }) => row.queued.includes(id)));
    return true;
  }
}

type LookRow = Omit<SeenAlert, 'bundle'> & AlertSubject & { readonly [K in keyof Bundle]: Bundle[K] | null };

type AlertAfter = Pick<SeenAlert, 'state' | 'nextStep' | 'dueAt' | 'ticket'>;

/** Always with a new ticket: of two jobs that carry the old one, only one lives on. */
function alertAfter({ nextStep }: SeenAlert, effect: Move): AlertAfter {
  const ticket = newId();
  switch (effect.outcome) {
    case 'exhausted':
      return { state: 'exhausted', nextStep, dueAt: null, ticket };
    case 'waiting':
      return { state: 'escalating', nextStep, dueAt: effect.until, ticket };
    case 'notified':
      return { state: 'escalating', nextStep: effect.nextStep, dueAt: effect.next, ticket };
  }
}

function tasksOf({ id: alertId }: SeenAlert, { step, tasks, now }: Move) {
  return tasks.map((task) => ({ ...task, alertId, step, state: 'open', calls: 0, createdAt: now }));
}

function noticesOf({ id: alertId, ticket }: SeenAlert, effect: Move) {
  const { step, madeAt, now } = effect;
  return {
    notices: effect.notices.map((notice) => ({
      ...notice,
      alertId,
      step,
      ticket,
      state: 'queued',
      createdAt: madeAt,
    })),
    bells: effect.notices.map(({ id: noticeId, memberId }) => ({
      id: newId(),
      noticeId,
      memberId,
      position: 0,
      state: 'waiting',
      attempts: 0,
      ticket: newId(),
      nextAt: now,
    })),
  };
}

function traceOf({ id: alert }: SeenAlert, effect: Move) {
  switch (effect.outcome) {
    case 'waiting':
      return [];
    case 'exhausted':
      return [auditEvent('alert.exhausted', { alert }, effect.now)];
    case 'notified':
      return [
        auditEvent(
          'alert.advanced',
          { alert, step: effect.step, notices: effect.notices.length, tasks: effect.tasks.length },
          effect.now,
        ),
        ...effect.notices
          .filter(({ memberId }) => effect.alone.includes(memberId))
          .map(({ id: notice }) => auditEvent('notice.unreachable', { notice }, effect.now)),
      ];
  }
}
