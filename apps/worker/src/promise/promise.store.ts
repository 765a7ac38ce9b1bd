/**
 * Takes an acceptance back and the ladder up again: the alert, the next job and the trace in one statement, and only on the rows
 * that were looked at. Whoever answers, renews, releases or closes meanwhile changes one of them, and this finds nothing to do.
 */
import type { Again, AlertState, Progress, Round } from '#alerts/domain';
import { AUDIT_COLUMNS, auditEvent } from '#audit';
import { newId } from '#kernel';
import { jsonRows, type OutboxInput, type Statement, type StatementPool } from '#platform';
import type { StoredPlan } from '../escalation/stored-plan.js';
import { begin, finishAlone, following, OUTBOX_COLUMNS } from '../outbox/ledger.js';

export interface PromisedAlert {
  readonly id: string;
  readonly plan: unknown;
  readonly state: AlertState['status'];
  readonly nextStep: number;
  readonly ticket: string;
  readonly round: number;
  readonly again: Again | null;
  readonly progress: Progress | null;
  readonly progressDueAt: Date | null;
  readonly promiseTicket: string | null;
  readonly acknowledgedBy: string | null;
}

export interface HeldReport {
  readonly alert: PromisedAlert;
  readonly holder: string | null;
  readonly claimExpiresAt: Date | null;
  readonly claimTicket: string | null;
}

interface Ended {
  readonly outbox: string;
  readonly now: Date;
}

export type PromiseEffect = Ended &
  (
    | { readonly outcome: 'over' }
    | { readonly outcome: 'waiting'; readonly next: OutboxInput }
    | {
        readonly outcome: 'again';
        readonly alert: PromisedAlert;
        readonly because: Again;
        /** Null where the ladder has been climbed as often as it may be: it ends, visibly. */
        readonly round: Round<StoredPlan> | null;
        /** Of the claim whose end it is. */
        readonly claimTicket: string | null;
      }
  );

const ALERT = `a.id, a.plan, a.state, a.next_step as "nextStep", a.ticket, a.round, a.again, a.progress,
  a.progress_due_at as "progressDueAt", a.promise_ticket as "promiseTicket", a.acknowledged_by as "acknowledgedBy"`;

const LOOK: Statement = { name: 'promise', text: `select ${ALERT} from alert a where a.id = $1` };

const LOOK_CLAIM: Statement = {
  name: 'claim-that-ends',
  text: `
  select ${ALERT}, t.holder, t.claim_expires_at as "claimExpiresAt", t.claim_ticket as "claimTicket"
  from triage_item t join alert a on a.report_id = t.report_id where t.report_id = $1 and t.state = 'open'`,
};

const WAIT: Statement = {
  name: 'promise-later',
  text: `
  with finished as (update outbox set done_at = $2 where id = $1 and done_at is null returning id)
  insert into outbox (${OUTBOX_COLUMNS})
  select ${OUTBOX_COLUMNS} from json_populate_recordset(null::outbox, $3) where exists (select from finished)`,
};

const AGAIN: Statement = {
  name: 'take-up-again',
  text: `
  with held as (
    -- The report's row first, as whoever closes it does. Somebody who renews at this moment has another ticket there.
    update triage_item set claim_ticket = null where claim_ticket = $1 returning report_id
  ), moved as (
    update alert set state = $7, plan = $8, next_step = $9, due_at = $10, ticket = $11, round = $12, again = $13,
      acknowledged_at = null, acknowledged_by = null, progress_due_at = null, promise_ticket = null
    where id = $2 and ticket = $3 and state = $4 and round = $5 and promise_ticket is not distinct from $6
      -- Somebody who says at this moment that they act is believed.
      and progress is null and ($1::uuid is null or report_id in (select report_id from held))
    returning id
  ), queued as (
    insert into outbox (${OUTBOX_COLUMNS})
    select ${OUTBOX_COLUMNS} from json_populate_recordset(null::outbox, $14) where exists (select from moved)
  ), traced as (
    insert into audit_event (${AUDIT_COLUMNS})
    select ${AUDIT_COLUMNS} from json_populate_recordset(null::audit_event, $15) where exists (select from moved)
  ), finished as (
    update outbox set done_at = $17 where id = $16 and done_at is null and exists (select from moved)
  )
  select exists (select from moved) as moved`,
};

/** Each time somebody else was faster, and each time there is less left to be faster at. */
const MOST_LOOKS = 5;

/** Not lost: the job is tried again. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
  readonly code = 'amparo.overtaken';
}

export class PromiseStore {
  constructor(private readonly statements: StatementPool) {}

  /** `decide` sees the alert, or null; if somebody was faster, it is asked again. */
  async keep(
    alertId: string,
    decide: (alert: PromisedAlert | null) => PromiseEffect,
  ): Promise<PromiseEffect['outcome']> {
    return this.#settle(async () => {
      const [alert] = await this.statements.rows<PromisedAlert>(LOOK, [alertId]);
      return decide(alert ?? null);
    });
  }

  /** As `keep`, with the claim on its report; null where the report is closed, or was erased. */
  async endClaim(
    reportId: string,
    decide: (held: HeldReport | null) => PromiseEffect,
  ): Promise<PromiseEffect['outcome']> {
    return this.#settle(async () => {
      const [row] = await this.statements.rows<PromisedAlert & Omit<HeldReport, 'alert'>>(LOOK_CLAIM, [
        reportId,
      ]);
      if (!row) return decide(null);
      const { holder, claimExpiresAt, claimTicket, ...alert } = row;
      return decide({ alert, holder, claimExpiresAt, claimTicket });
    });
  }

  async #settle(look: () => Promise<PromiseEffect>): Promise<PromiseEffect['outcome']> {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const effect = await look();
      if (await this.#apply(effect)) return effect.outcome;
    }
    throw new Overtaken('the alert changed at every look');
  }

  async #apply(effect: PromiseEffect): Promise<boolean> {
    switch (effect.outcome) {
      case 'over':
        await finishAlone(this.statements, effect.outbox, effect.now);
        return true;
      case 'waiting':
        await this.statements.rows(WAIT, [
          effect.outbox,
          effect.now,
          jsonRows(following(effect.now, effect.next)),
        ]);
        return true;
      case 'again':
        return this.#again(effect);
    }
  }

  async #again({
    alert,
    because,
    round,
    claimTicket,
    outbox,
    now,
  }: Extract<PromiseEffect, { outcome: 'again' }>): Promise<boolean> {
    const ticket = newId();
    const next = round ? following(now, { kind: 'escalate', ref: alert.id, ticket, dueAt: now }) : [];
    const trace = [
      auditEvent('alert.resumed', { alert: alert.id, because }, now),
      ...(round ? [] : [auditEvent('alert.exhausted', { alert: alert.id }, now)]),
    ];
    const [row] = await this.statements.rows<{ moved: boolean }>(AGAIN, [
      claimTicket,
      alert.id,
      alert.ticket,
      alert.state,
      alert.round,
      alert.promiseTicket,
      round ? 'escalating' : 'exhausted',
      JSON.stringify(round?.plan ?? alert.plan),
      round?.nextStep ?? alert.nextStep,
      round ? now : null,
      ticket,
      // Who withdrew has begun the round already.
      because === 'withdrawn' ? alert.round : alert.round + 1,
      because,
      jsonRows(next),
      jsonRows(trace),
      outbox,
      now,
    ]);
    if (!row?.moved) return false;
    begin(next);
    return true;
  }
}
