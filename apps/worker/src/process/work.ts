/**
 * The worker at work: the relay hands outbox rows to the queue, four kinds of jobs come back, and the newest publication
 * is looked for every second. Jobs are taken only once there is a publication: before that there is nobody to tell.
 */
import {
  type EventNotifier,
  type Logger,
  type OutboxKind,
  type OutboxRelay,
  type PrismaClient,
  type Queues,
  type QueueTask,
  topicOfJob,
} from '#platform';
import type { DeliveryService } from '../delivery/delivery.service.js';
import type { EscalationService } from '../escalation/escalation.service.js';
import { openTask, type OpenTask } from '../outbox/ledger.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { CompareService } from '../triage/compare.service.js';
import type { TriageService } from '../triage/triage.service.js';

export interface Handlers {
  readonly triage: TriageService;
  readonly escalation: EscalationService;
  readonly delivery: DeliveryService;
  readonly compare: CompareService;
}

const LOOK_EVERY_MS = 1_000;
/** Deliveries wait on strangers, so more of them may wait at once; comparing pages nobody and takes its time. */
const CONCURRENCY: Readonly<Record<OutboxKind, number>> = { triage: 4, escalate: 4, deliver: 16, compare: 1 };

export class Work {
  #timer: NodeJS.Timeout | undefined;
  #taking = false;
  #stopping = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: PrismaClient,
    private readonly queues: Queues,
    private readonly relay: OutboxRelay,
    private readonly publications: PublicationKeeper,
    private readonly handlers: Handlers,
    private readonly events: EventNotifier,
    private readonly log: Logger,
  ) {}

  get backend(): Queues['backend'] {
    return this.queues.backend;
  }

  /** Resolves when database and queue answer. The publication may come later, and is then found within a second. */
  async start(): Promise<void> {
    await this.publications.refresh();
    await this.#takeJobs();
    this.relay.start();
    this.#lookAgain();
  }

  /**
   * Takes nothing new, finishes what is under way. Called before the application closes, because Nest would end the
   * database's connections first. What does not finish in time is found again by the next worker.
   */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#looking;
    await this.relay.stop();
    await this.queues.close();
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
    const { triage, escalation, delivery, compare } = this.handlers;
    const workers = [
      this.#take('triage', ({ outbox, ref }) => triage.triage({ outbox, reportId: ref })),
      this.#take('compare', ({ outbox, ref }) => compare.compare({ outbox, reportId: ref })),
      this.#take('escalate', ({ outbox, ref, ticket }) =>
        escalation.escalate({ outbox, alertId: ref, ticket }),
      ),
      this.#take('deliver', ({ outbox, ref, ticket }) =>
        delivery.deliver({ outbox, deliveryId: ref, ticket }),
      ),
    ];
    await Promise.all(workers.map((worker) => worker.ready()));
    this.log.info('taking jobs', { backend: this.queues.backend });
  }

  #take(kind: OutboxKind, handle: (task: OpenTask) => Promise<string>) {
    const run = async (task: QueueTask): Promise<void> => {
      const open = await openTask(this.db, kind, task.outbox);
      const outcome = open ? await handle(open) : 'over';
      // Nobody answered: whoever watches the log hears of it as well as whoever watches the queue.
      if (outcome === 'exhausted')
        this.log.error('an alert ended without an answer', { kind, outbox: task.outbox });
      else this.log.debug('job done', { kind, reason: outcome });
      if (open) this.events.tell(topicOfJob(kind), open.ref);
      // What the effect asks for next need not wait for the relay's next second.
      this.relay.poke();
    };
    return this.queues.worker(kind, run, { concurrency: CONCURRENCY[kind] });
  }
}
