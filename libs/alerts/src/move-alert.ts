/**
 * What an answer changes in the alert's row, and the timer that belongs to it: whoever accepts has to say in time that they act
 * (domain/promise.ts). Inside the answer's transaction, so that no crash leaves an acceptance that nobody would ever look at again.
 */
import { newId } from '#kernel';
import { type OutboxInput, outboxRow } from '#platform';
import type { LockedAlert, Tx } from './alert-rows.js';
import type { AcknowledgementDecision } from './domain/acknowledgement.js';
import { progressDueBy } from './domain/promise.js';

/** Seconds that whoever accepts has to act, by the report's urgency; null where nobody could sort it. */
export type ActionSeconds = (urgency: number | null) => number;

export async function moveAlert(
  tx: Tx,
  alert: LockedAlert,
  decision: AcknowledgementDecision,
  actionSeconds: ActionSeconds,
  at: Date,
): Promise<void> {
  switch (decision.kind) {
    case 'accepted': {
      const { by, progress } = decision.standing;
      // Without a due time there is nothing left for the ladder to do; its job finds the alert accepted and ends.
      await tx.$executeRaw`
        update alert set state = 'accepted', acknowledged_at = ${at}::timestamptz, acknowledged_by = ${by}::uuid,
                         progress = ${progress}, again = null, due_at = null
        where id = ${alert.id}::uuid`;
      if (progress === null) await expectProgress(tx, alert, at, actionSeconds, at);
      await amendFeeds(tx, alert.id, at);
      break;
    }
    case 'accepted-late':
    case 'progress':
      await tx.$executeRaw`update alert set progress = ${decision.standing.progress} where id = ${alert.id}::uuid`;
      break;
    case 'withdrawn':
      await withdraw(tx, alert, decision.standing, actionSeconds, at);
      break;
    case 'declined':
      await askForNext(tx, alert, at);
      break;
    case 'repeated':
    case 'refused':
  }
}

/**
 * The worker looks at once whether anybody who was told is left to accept; where nobody is, the next are told now. With the
 * ladder's ticket of this moment: whoever moves it first, moves it alone.
 */
async function askForNext(tx: Tx, { id, ticket, status }: LockedAlert, at: Date): Promise<void> {
  if (status === 'escalating') await begin(tx, { kind: 'escalate', ref: id, ticket, dueAt: at }, at);
}

type Withdrawn = Extract<AcknowledgementDecision, { kind: 'withdrawn' }>;

async function withdraw(
  tx: Tx,
  alert: LockedAlert,
  standing: Withdrawn['standing'],
  actionSeconds: ActionSeconds,
  at: Date,
): Promise<void> {
  if (alert.status !== 'accepted') return;
  if (standing) {
    const { by, progress } = standing;
    const since = alert.answers.find(({ person, round }) => person === by && round === alert.round)?.at ?? at;
    await tx.$executeRaw`
      update alert set acknowledged_by = ${by}::uuid, acknowledged_at = ${since}::timestamptz, progress = ${progress}
      where id = ${alert.id}::uuid`;
    if (progress === null) await expectProgress(tx, alert, since, actionSeconds, at);
    return;
  }
  const ticket = newId();
  // The worker takes the ladder up again; what it may not find in between is an alert that looks accepted.
  await tx.$executeRaw`
    update alert set state = 'escalating', acknowledged_at = null, acknowledged_by = null, progress = null,
                     progress_due_at = null, round = round + 1, again = 'withdrawn', due_at = ${at}::timestamptz,
                     promise_ticket = ${ticket}::uuid
    where id = ${alert.id}::uuid`;
  await begin(tx, { kind: 'promise', ref: alert.id, ticket, dueAt: at }, at);
}

async function expectProgress(
  tx: Tx,
  { id, reassessAt, urgency }: LockedAlert,
  since: Date,
  actionSeconds: ActionSeconds,
  at: Date,
): Promise<void> {
  const ticket = newId();
  const dueAt = progressDueBy(since, reassessAt ?? since, actionSeconds(urgency));
  await tx.$executeRaw`
    update alert set progress_due_at = ${dueAt}::timestamptz, promise_ticket = ${ticket}::uuid where id = ${id}::uuid`;
  await begin(tx, { kind: 'promise', ref: id, ticket, dueAt }, at);
}

/** Where a feed told of this alert, the worker tells it that somebody has taken it on. */
async function amendFeeds(tx: Tx, alertId: string, at: Date): Promise<void> {
  await tx.$executeRaw`
    insert into outbox (id, kind, ref, due_at, made_at)
    select ${newId()}::uuid, 'amend-feeds', ${alertId}::uuid, ${at}::timestamptz, ${at}::timestamptz
    where exists (select from cap_entry e join notice n on n.id = e.notice_id where n.alert_id = ${alertId}::uuid)`;
}

/** The api may write into the outbox and not read it. */
async function begin(tx: Tx, input: OutboxInput, madeAt: Date): Promise<void> {
  await tx.outbox.createMany({ data: [outboxRow({ ...input, madeAt })] });
}
