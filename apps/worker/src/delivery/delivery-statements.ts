/** The statements of delivery.store.ts. Each writes all of an effect or nothing, and only on the row that was looked at. */
import { AUDIT_COLUMNS } from '#audit';
import type { Statement } from '#platform';
import { OUTBOX_COLUMNS } from '../outbox/ledger.js';

export const LOOK: Statement = {
  name: 'delivery-to-make',
  text: `
  select d.id, d.notice_id as "noticeId", d.member_id as "memberId", d.position, d.state, d.attempts, d.ticket,
    d.next_at as "nextAt", n.created_at as "noticedAt", n.state as "noticeState",
    a.id is not null and a.acknowledged_at is null and n.state <> 'withdrawn' as needed,
    c.sealed, c.signature, c.version, c.disabled
  from delivery d left join notice n on n.id = d.notice_id left join alert a on a.id = n.alert_id
  left join own_channels c on c.member_id = d.member_id
  where d.id = $1`,
};

/** Ours is the row that was looked at: whoever changed it since, with another ticket, state or attempt, has it now. */
const IS_AS_SEEN = 'id = $1 and ticket = $2 and state = $3 and attempts = $4';

export const TAKE: Statement = {
  name: 'take-delivery',
  text: `
  with needed as (
    -- Whoever accepts since we looked, or while we wait for them here, is who matters now: nobody else is woken. Their row first, as
    -- those who answer lock it.
    select a.id from delivery d join notice n on n.id = d.notice_id join alert a on a.id = n.alert_id
    where d.id = $1 and a.acknowledged_at is null and n.state <> 'withdrawn'
    -- And whoever takes consent back waits for this, or this for them.
    for share of a for no key update of n
  ), taken as (
    update delivery set state = 'handed', attempts = attempts + 1, next_at = $5
    where ${IS_AS_SEEN} and exists (select from needed) returning notice_id
  ), moved as (
    update notice set state = 'handed' where id in (select notice_id from taken) and state = 'queued'
  )
  select exists (select from taken) as done`,
};

const DELIVERY_COLUMNS = 'id, notice_id, position, member_id, state, attempts, ticket, next_at';

export const SETTLE: Statement = {
  name: 'settle-delivery',
  text: `
  with settled as (
    update delivery set state = $5, reason = $6, next_at = $7, delivered_at = $8, ticket = $9 where ${IS_AS_SEEN}
    returning id, notice_id, member_id
  ), elsewhere as (
    -- What the other channels of this notice have come to.
    select coalesce(bool_or(d.state in ('relayed', 'delivered')), false) as arrived,
      coalesce(bool_or(d.state in ('waiting', 'handed', 'relayed', 'delivered')), false) as hopeful
    from delivery d join settled s on d.notice_id = s.notice_id and d.id <> s.id
  ), moved as (
    -- Only forwards: a person may have opened the notice while it was still ringing.
    update notice set state = $10::text
    where id in (select notice_id from settled) and $10::text is not null and (
      $10::text = 'delivered' and state in ('queued', 'handed', 'undelivered', 'unreachable')
      or $10::text = 'undelivered' and state in ('queued', 'handed') and not (select hopeful from elsewhere)
      or $10::text = 'unreachable' and state in ('queued', 'handed') and not (select arrived from elsewhere))
    returning id, alert_id, state
  ), disabled as (
    -- Of that version only: a member who set new channels while an old one answered "gone" keeps the new ones.
    update own_channels set disabled = array_append(disabled, $17::smallint), gone_since = array_append(gone_since, $14::timestamptz)
    where member_id in (select member_id from settled) and version = $11 and not $17::smallint = any(disabled)
      and $5 = 'disabled'
    returning member_id
  ), begun as (
    insert into delivery (${DELIVERY_COLUMNS})
    select ${DELIVERY_COLUMNS} from json_populate_recordset(null::delivery, $16) where exists (select from settled)
    on conflict (notice_id, position) do nothing
    returning id
  ), hastened as (
    -- The next people are told now, and a person is shown who could not be reached. With the ticket that the ladder has at this moment: whoever moves it first, moves it alone.
    select a.id, a.ticket from moved join alert a on a.id = moved.alert_id
    where moved.state = 'unreachable' and a.state = 'escalating'
  ), queued as (
    insert into outbox (${OUTBOX_COLUMNS})
    select job.id, job.kind, coalesce(h.id, job.ref), coalesce(h.ticket, job.ticket), job.due_at, job.made_at,
      job.enqueued_at, job.tries, job.worker
    from json_populate_recordset(null::outbox, $12) job left join hastened h on job.kind = 'escalate'
    where exists (select from settled)
      and (job.kind <> 'escalate' or h.id is not null)
      and (job.kind <> 'deliver' or job.ref = $1 or exists (select from begun where begun.id = job.ref))
    returning id, ref, ticket
  ), traced as (
    insert into audit_event (${AUDIT_COLUMNS})
    select ${AUDIT_COLUMNS} from json_populate_recordset(null::audit_event, $13)
    where exists (select from settled)
      and (kind <> 'channel.disabled' or exists (select from disabled))
      and (kind <> 'notice.unreachable' or exists (select from moved where moved.state = 'unreachable'))
  ), finished as (
    update outbox set done_at = $14 where id = $15 and done_at is null and exists (select from settled)
  )
  select exists (select from settled) as done,
    (select coalesce(json_agg(json_build_object('id', id, 'ref', ref, 'ticket', ticket)), '[]') from queued) as queued`,
};
