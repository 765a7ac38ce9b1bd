/**
 * The timers of what people promise (DESIGN §5.6): an acceptance without a sign of help, and a claim that ran out. Each job carries
 * the ticket of the promise that it is about, and any newer word of anybody makes that ticket an old one. Safe to run early, late,
 * twice, or alongside itself.
 */
import { climbAgain, decideClaimEnd, decidePromise, type Again, type PromiseDecision } from '#alerts/domain';
import type { Clock } from '#kernel';
import type { OutboxInput } from '#platform';
import type { Policy } from '#policy';
import { parseStoredPlan } from '../escalation/stored-plan.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { HeldReport, PromisedAlert, PromiseEffect, PromiseStore } from './promise.store.js';

interface Job {
  readonly outbox: string;
  readonly ticket: string | null;
}
export type PromiseJob = Job & { readonly alertId: string };
export type ClaimJob = Job & { readonly reportId: string };
export type PromiseOutcome = PromiseEffect['outcome'];

export class PromiseService {
  constructor(
    private readonly store: PromiseStore,
    private readonly publications: Pick<PublicationKeeper, 'newest'>,
    private readonly clock: Clock,
  ) {}

  async keep({ outbox, alertId, ticket }: PromiseJob): Promise<PromiseOutcome> {
    const { policy } = await this.publications.newest();
    return this.store.keep(alertId, (alert) => {
      const now = this.clock();
      if (!alert || ticket === null || alert.promiseTicket !== ticket)
        return { outcome: 'over', outbox, now };
      const { state: status, progress, progressDueAt: dueBy, again } = alert;
      const decision = decidePromise({ status, progress, dueBy, again }, longestWait(policy), now);
      return effectOf(
        decision,
        { outbox, now, alert, claimTicket: null },
        { kind: 'promise', ref: alertId, ticket },
      );
    });
  }

  async endClaim({ outbox, reportId, ticket }: ClaimJob): Promise<PromiseOutcome> {
    const { policy } = await this.publications.newest();
    return this.store.endClaim(reportId, (held) => {
      const now = this.clock();
      const claim = held && claimOf(held);
      if (!claim || ticket === null || held.claimTicket !== ticket) return { outcome: 'over', outbox, now };
      const { state: status, progress, acknowledgedBy: acceptedBy } = held.alert;
      const decision = decideClaimEnd({ status, progress, acceptedBy, ...claim }, policy.claimSeconds, now);
      const context = { outbox, now, alert: held.alert, claimTicket: ticket };
      return effectOf(decision, context, { kind: 'claim', ref: reportId, ticket });
    });
  }
}

function claimOf({ holder, claimExpiresAt: claimUntil }: HeldReport) {
  return holder !== null && claimUntil !== null ? { holder, claimUntil } : null;
}

interface Context {
  readonly outbox: string;
  readonly now: Date;
  readonly alert: PromisedAlert;
  readonly claimTicket: string | null;
}

function effectOf(
  decision: PromiseDecision,
  context: Context,
  same: Omit<OutboxInput, 'dueAt'>,
): PromiseEffect {
  const { outbox, now } = context;
  switch (decision.kind) {
    case 'stop':
      return { outcome: 'over', outbox, now };
    case 'wait':
      return { outcome: 'waiting', outbox, now, next: { ...same, dueAt: decision.until } };
    case 'again':
      return again(decision.because, context);
  }
}

function again(because: Again, context: Context): PromiseEffect {
  const { plan, nextStep } = context.alert;
  return { ...context, outcome: 'again', because, round: climbAgain(parseStoredPlan(plan), nextStep) };
}

/** Nobody is given longer than the slowest kind of report. */
function longestWait({ reactionTimes, unsorted }: Policy): number {
  const all = [...Object.values(reactionTimes), unsorted, ...(unsorted.channels ?? [])];
  return Math.max(...all.flatMap(({ actionSeconds, reassessSeconds }) => [actionSeconds, reassessSeconds]));
}
