/**
 * One step of one alert's ladder. It is taken only on the row that was looked at, and the job must carry the row's ticket:
 * a job that was delayed, repeated or overtaken finds another ticket and does nothing. Never after an acknowledgement.
 */
import { decideEscalation, type EscalationDecision } from '#alerts/domain';
import { hash } from '#crypto';
import { sealNotice } from '#crypto/seal';
import { newId, type Clock } from '#kernel';
import { batchOf } from '#triage/domain';
import { batchSecondsOf, type EscalationPlan, type Recipient, recipientsAt, type StepTarget } from '#policy';
import { isExercise, URGENCY_CODES, type UrgencyLevel } from '#vocabulary';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { Publication } from '../publication/verify-publication.js';
import type { WorkerSecrets } from '../secrets/key-files.js';
import { afterLabels } from '../consent/consent-left.js';
import { readRouting } from '../triage/read-routing.js';
import { alertInput } from '../triage/alert-input.js';
import { alliesAlone } from './allies-alone.js';
import { noticeBody, type NoticeFacts } from './notice-content.js';
import type {
  AlertSubject,
  SeenAlert,
  NewNotice,
  EscalationStore,
  StepEffect,
  Told,
} from './escalation.store.js';
import { loadPlan } from './stored-plan.js';
import { sealTasks } from './task-content.js';
import { tasksOfStep } from './tasks-of-step.js';

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
      const { nextStep, replacing } = alert;
      const state = { acknowledged, nextStep, dueAt: alert.dueAt ?? now, replacing };
      const decision = decideEscalation(plan, state, now);
      return this.#effectOf(decision, { outbox, alert, plan, subject, publication, now });
    });
  }

  #effectOf(decision: EscalationDecision, context: StepContext): StepEffect {
    const { outbox, now, alert } = context;
    const told = (step: number, targets: readonly StepTarget[], unreachable: readonly string[]) => ({
      step,
      madeAt: madeAt(context),
      ...this.#told(step, targets, unreachable, context),
    });
    // Whoever cannot be reached is shown with the next step, and where there is none, as soon as anybody looks.
    const shown = () =>
      alert.unreachable.length > 0 && alert.nextStep > 0
        ? told(alert.nextStep - 1, [], alert.unreachable)
        : { step: alert.nextStep, madeAt: now, notices: [], tasks: [], alone: [] };
    switch (decision.kind) {
      case 'stop':
        return decision.because === 'acknowledged'
          ? { outcome: 'acknowledged', outbox, now }
          : { outcome: 'exhausted', outbox, now, ...shown() };
      case 'wait':
        return { outcome: 'waiting', outbox, now, until: decision.until, ...shown() };
      case 'notify':
        return {
          outcome: 'notified',
          outbox,
          now,
          nextStep: decision.nextStep,
          next: decision.next,
          ...told(decision.step, decision.targets, alert.unreachable),
        };
    }
  }

  #told(
    step: number,
    targets: readonly StepTarget[],
    unreachable: readonly string[],
    { alert, plan, subject, publication, now }: StepContext,
  ): Pick<Told, 'notices' | 'tasks' | 'alone'> {
    const { directory, demo } = publication;
    const { deployment } = directory;
    const { dispatch } = this.secrets;
    const sealed = readRouting(subject.envelope, directory, dispatch);
    const reading = afterLabels(sealed, alert.consentLabels, { deployment, dispatch });
    const decision = {
      urgency: levelOf(subject.urgency),
      unsorted: subject.unsorted,
      quarantined: subject.quarantined || reading.kind === 'malformed',
    };
    // Through which channel it came decided the plan, and decides nothing about who of it may still be told.
    const input = alertInput({ decision, reading, channel: 'UNKNOWN' }, publication, now);
    const recipients = recipientsAt(targets, input);
    const wanted = tasksOfStep(alert.id, targets, recipients, unreachable);
    const facts = {
      alertId: alert.id,
      step,
      ticket: alert.ticket,
      urgency: subject.urgency,
      deadline: subject.ackDueAt,
      exercise: demo || (reading.kind === 'read' && isExercise(reading.routing)),
      again: alert.again,
      calls: wanted.length,
      reading,
      // Of what nobody could sort not even the number is told, nor when the first of them came.
      bundle: subject.unsorted ? null : alert.bundle,
    };
    const { dispatchSign } = this.secrets;
    const allTargets = plan.steps.flatMap((one) => one.targets);
    const tasks = sealTasks(wanted, { facts, targets: allTargets, input, directory, dispatchSign });
    // A call that nobody is rung for is a call that nobody makes.
    const callers = wanted.length > 0 ? recipientsAt([{ kind: 'person' }], input) : [];
    const notices = this.#noticesFor([...recipients, ...callers], facts, publication, now);
    return { tasks, notices, alone: alliesAlone(recipients) };
  }

  #noticesFor(
    recipients: readonly Recipient[],
    facts: NoticeFacts,
    { roster }: Publication,
    now: Date,
  ): readonly NewNotice[] {
    const told = new Set<string>();
    return recipients.flatMap((recipient) => {
      if (recipient.via === 'call' || told.has(recipient.member)) return [];
      const { member: id, via } = recipient;
      told.add(id);
      // Sealed only to a key that the roots signed: a colleague whom a server invents gets nothing.
      const member = roster.members.find((candidate) => candidate.id === id);
      if (!member) return [];
      const sealed = sealNotice(
        {
          recipientKey: member.sealKey,
          T0: facts.reading.T0,
          alertId: facts.alertId,
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
  readonly plan: EscalationPlan;
  readonly subject: AlertSubject;
  readonly publication: Publication;
  readonly now: Date;
}

const levelOf = (urgency: number | null): UrgencyLevel | null =>
  urgency === null ? null : (URGENCY_CODES[urgency - 1] ?? null);
