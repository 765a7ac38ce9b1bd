/**
 * The worker at work: the relay hands outbox rows to the queue, jobs of each kind come back, and the newest publication is
 * looked for every second. Jobs are taken only once there is a publication: before that there is nobody to tell.
 */
import type { Clock } from '#kernel';
import {
  type EventNotifier,
  type Heir,
  type Logger,
  type OutboxKind,
  type OutboxRelay,
  type Queues,
  type QueueTask,
  type Rounds,
  type StatementPool,
} from '#platform';
import type { EscalationService } from '../escalation/escalation.service.js';
import { finishAlone, type OpenTask } from '../outbox/ledger.js';
import type { PromiseService } from '../promise/promise.service.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { RaiseService } from '../raise/raise.service.js';
import type { CompareService } from '../triage/compare.service.js';
import type { TriageService } from '../triage/triage.service.js';
import type { Ringing } from './ringing.js';
import { type Handlers, Tasks } from './tasks.js';

export interface Services {
  readonly triage: TriageService;
  readonly escalation: EscalationService;
  readonly ringing: Ringing;
  readonly compare: CompareService;
  readonly raise: RaiseService;
  readonly promise: PromiseService;
}

const LOOK_EVERY_MS = 1_000;
/** Deliveries wait on strangers, so more of them may wait at once; comparing pages nobody and takes its time. */
const CONCURRENCY: Readonly<Record<OutboxKind, number>> = {
  triage: 4,
  escalate: 4,
  deliver: 16,
  compare: 1,
  raise: 2,
  probe: 1,
  promise: 2,
  claim: 2,
  'try-channels': 2,
  'amend-feeds': 1,
  'call-desk': 1,
};

export class Work {
  readonly #tasks: Tasks;
  #timer: NodeJS.Timeout | undefined;
  #taking = false;
  #stopping = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(
    statements: StatementPool,
    private readonly queues: Queues,
    private readonly relay: OutboxRelay,
    private readonly publications: PublicationKeeper,
    services: Services,
    private readonly events: EventNotifier,
    private readonly log: Logger,
    self: { readonly life: number; readonly clock: Clock },
    private readonly rounds: readonly Rounds[],
  ) {
    const handlers = {
      ...handlersOf(services),
      // The auditor's errand: that it came this far is all that it asks.
      probe: async ({ outbox }: OpenTask) => {
        await finishAlone(statements, outbox, self.clock());
        return 'answered';
      },
    };
    const freed = (): void => {
      this.relay.poke();
    };
    this.#tasks = new Tasks({ statements, handlers, width: CONCURRENCY, freed, events, log, ...self });
  }

  get backend(): Queues['backend'] {
    return this.queues.backend;
  }

  /** Resolves when database and queue answer. The publication may come later, and is then found within a second. */
  async start(): Promise<void> {
    await this.publications.refresh();
    // First the sign of life: others would take for orphaned what this process takes before it.
    await this.relay.start(this.#heir());
    // Before it takes jobs: whoever watches should know of a worker that has nothing to go by.
    for (const round of this.rounds) round.start();
    await this.#takeJobs();
    this.#lookAgain();
  }

  /**
   * Takes nothing new, finishes what is under way. Called before the application closes, because Nest would end the
   * database's connections first. What does not finish in time is found again by the next worker.
   */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await Promise.all([this.#looking, ...this.rounds.map((round) => round.stop())]);
    await this.relay.rest();
    await this.queues.close();
    await this.#tasks.stop();
    await this.relay.stop();
    await this.events.close();
  }

  #lookAgain(): void {
    if (this.#stopping) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#look();
    }, LOOK_EVERY_MS);
  }

  async #look(): Promise<void> {
    try {
      await this.publications.refresh();
      await this.#takeJobs();
    } catch (error) {
      this.log.warn('looking for a publication failed', { error });
    }
    this.#lookAgain();
  }

  async #takeJobs(): Promise<void> {
    if (this.#taking || !this.publications.current) return;
    this.#taking = true;
    const kinds = Object.keys(CONCURRENCY) as OutboxKind[];
    await Promise.all(kinds.map((kind) => this.#take(kind).ready()));
    this.log.info('taking jobs', { backend: this.queues.backend });
  }

  #take(kind: OutboxKind) {
    const run = async (task: QueueTask): Promise<void> => {
      await this.#tasks.fromQueue(kind, task);
      // There is room again, and what is not gone on with here need not wait for the relay's next second.
      this.relay.poke();
    };
    return this.queues.worker(kind, run, { concurrency: CONCURRENCY[kind] });
  }

  /** Nobody's heir before there is a publication: what is taken up must be done at once. */
  #heir(): Heir {
    return {
      room: () => (this.#taking ? this.#tasks.room() : 0),
      idle: () => (this.#taking && !this.#stopping ? this.#tasks.idle() : 0),
      take: (rows) => {
        this.#tasks.take(rows);
      },
      adopt: (rows) => {
        this.#tasks.adopt(rows);
      },
    };
  }
}

function handlersOf({
  triage,
  escalation,
  ringing,
  compare,
  raise,
  promise,
}: Services): Omit<Handlers, 'probe'> {
  return {
    triage: ({ outbox, ref }) => triage.triage({ outbox, reportId: ref }),
    compare: ({ outbox, ref }) => compare.compare({ outbox, reportId: ref }),
    raise: ({ outbox, ref }) => raise.raise({ outbox, reportId: ref }),
    promise: ({ outbox, ref, ticket }) => promise.keep({ outbox, alertId: ref, ticket }),
    claim: ({ outbox, ref, ticket }) => promise.endClaim({ outbox, reportId: ref, ticket }),
    'try-channels': ({ outbox, ref }) => ringing.trials.try({ outbox, trialId: ref }),
    'call-desk': ({ outbox, ref }) => ringing.deskCalls.call({ outbox, silenceId: ref }),
    'amend-feeds': ({ outbox, ref }) => ringing.feeds.amend({ outbox, alertId: ref }),
    escalate: ({ outbox, ref, ticket }) => escalation.escalate({ outbox, alertId: ref, ticket }),
    deliver: ({ outbox, ref, ticket, isOrphan }) =>
      ringing.delivery.deliver({ outbox, deliveryId: ref, ticket, isOrphan: isOrphan ?? false }),
  };
}
