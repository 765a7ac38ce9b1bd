/**
 * One step of one alert's ladder. It is taken only on the row that was looked at, and the job must carry the row's ticket:
 * a job that was delayed, repeated or overtaken finds another ticket and does nothing. Never after an acknowledgement.
 */
import { decideEscalation, type EscalationDecision } from '#alerts/domain';
import { hash } from '#crypto';
import { sealNotice } from '#crypto/seal';
import { newId, type Clock } from '#kernel';
import { batchOf } from '#triage/domain';
import { batchSecondsOf, recipientsAt } from '#policy';
import { isExercise, URGENCY_CODES, type UrgencyLevel } from '#vocabulary';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { Publication } from '../publication/verify-publication.js';
import type { WorkerSecrets } from '../secrets/key-files.js';
import { readRouting } from '../triage/read-routing.js';
import { alertInput } from '../triage/alert-input.js';
import { noticeBody } from './notice-content.js';
import type { AlertSubject, SeenAlert, NewNotice, EscalationStore, StepEffect } from './escalation.store.js';
import { loadPlan } from './stored-plan.js';

export interface EscalateJob {
  readonly outbox: string;
  readonly alertId: string;
  readonly ticket: string | null;
}

export type EscalateOutcome = 'notified' | 'waiting' | 'exhausted' | 'acknowledged' | 'stale';

/** Long enough to be read after a flood or a holiday; short enough not to be mistaken for today's. */
const NOTICE_LIFETIME_MS = 30 * 86_400_000;

export class EscalationService {
  constructor(
    private readonly store: EscalationStore,
    private readonly publications: Pick<PublicationKeeper, 'newest'>,
    private readonly secrets: Pick<WorkerSecrets, 'dispatch' | 'dispatchSign'>,
    private readonly clock: Clock,
  ) {}

  async escalate({ outbox, alertId, ticket }: EscalateJob): Promise<EscalateOutcome> {
    const publication = await this.publications.newest();
    const { windowSeconds } = publication.policy.storms;
    return this.store.advance(alertId, windowSeconds, (seen) => {
      const now = this.clock();
      // A newer job owns this alert, or it was purged. Not an error.
      if (seen?.alert.ticket !== ticket) return { outcome: 'stale', outbox, now };
      const { alert, subject } = seen;
      const plan = loadPlan(alert.plan, publication.roster);
      const acknowledged = alert.acknowledgedAt !== null || alert.state !== 'escalating';
      const state = { acknowledged, nextStep: alert.nextStep, dueAt: alert.dueAt ?? now };
      const decision = decideEscalation(plan, state, now);
      return this.#effectOf(decision, { outbox, alert, subject, publication, now });
    });
  }

  #effectOf(decision: EscalationDecision, context: StepContext): StepEffect {
    const { outbox, now } = context;
    switch (decision.kind) {
      case 'stop':
        return { outcome: decision.because, outbox, now };
      case 'wait':
        return { outcome: 'waiting', outbox, now, until: decision.until };
      case 'notify':
        return {
          outcome: 'notified',
          outbox,
          now,
          step: decision.step,
          nextStep: decision.nextStep,
          next: decision.next,
          madeAt: madeAt(context),
          notices: this.#noticesFor(decision, context),
        };
    }
  }

  #noticesFor(
    { step, targets }: Extract<EscalationDecision, { kind: 'notify' }>,
    { alert, subject, publication, now }: StepContext,
  ): readonly NewNotice[] {
    const reading = readRouting(subject.envelope, publication.directory, this.secrets.dispatch);
    const { roster, demo } = publication;
    const decision = {
      urgency: levelOf(subject.urgency),
      unsorted: subject.unsorted,
      quarantined: subject.quarantined || reading.kind === 'malformed',
    };
    // Through which channel it came decided the plan, and decides nothing about who of it may still be told.
    const input = alertInput({ decision, reading, channel: 'UNKNOWN' }, publication, now);
    const facts = {
      alertId: alert.id,
      step,
      ticket: alert.ticket,
      urgency: subject.urgency,
      deadline: subject.ackDueAt,
      exercise: demo || (reading.kind === 'read' && isExercise(reading.routing)),
      reading,
      // Of what nobody could sort not even the number is told, nor when the first of them came.
      bundle: subject.unsorted ? null : alert.bundle,
    };
    return recipientsAt(targets, input).flatMap((recipient) => {
      if (recipient.via === 'call') return [];
      const { member: id, via } = recipient;
      // Sealed only to a key that the roots signed: a colleague whom a server invents gets nothing.
      const member = roster.members.find((candidate) => candidate.id === id);
      if (!member) return [];
      const sealed = sealNotice(
        {
          recipientKey: member.sealKey,
          T0: reading.T0,
          alertId: alert.id,
          purpose: 'alert',
          expires: new Date(now.getTime() + NOTICE_LIFETIME_MS),
          body: noticeBody(facts, member, via, roster.callback),
        },
        this.secrets.dispatchSign.secretKey,
      );
      return [{ id: newId(), memberId: id, sealed, digest: hash(sealed) }];
    });
  }
}

/** In an inbox that tells the order of a batch, whoever knows who came first knows which report is whose. */
function madeAt({ subject, publication, now }: StepContext): Date {
  return subject.unsorted ? batchOf(now, batchSecondsOf(publication.policy)) : now;
}

interface StepContext {
  readonly outbox: string;
  readonly alert: SeenAlert;
  readonly subject: AlertSubject;
  readonly publication: Publication;
  readonly now: Date;
}

const levelOf = (urgency: number | null): UrgencyLevel | null =>
  urgency === null ? null : (URGENCY_CODES[urgency - 1] ?? null);
