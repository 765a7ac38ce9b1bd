/**
 * One task of any kind, from whoever has it: the queue, the job before it, or a worker that died. What a task begins and is due
 * at once is gone on with here, without another way through the queue; if this process dies, the next one finds it marked.
 */
import {
  type EventNotifier,
  type Heir,
  type Logger,
  type OutboxKind,
  type QueueTask,
  type StatementPool,
  topicOfJob,
} from '#platform';
import { InHand } from '../outbox/in-hand.js';
import { giveBack, inHands, openTask, type OpenTask } from '../outbox/ledger.js';

/** Answers with a word for the log. Safe to run twice, late, or alongside itself. */
export type Handle = (task: OpenTask) => Promise<string>;
export type Handlers = Readonly<Record<OutboxKind, Handle>>;

export interface TaskParts {
  readonly statements: StatementPool;
  readonly handlers: Handlers;
  /** How many of a kind at once, and the same number again from the queue. */
  readonly width: Readonly<Record<OutboxKind, number>>;
  /** A report was done here: there is room for the next, which need not wait for the relay's next second. */
  readonly freed: () => void;
  readonly events: EventNotifier;
  readonly life: number;
  readonly log: Logger;
}

export class Tasks implements Heir {
  readonly #inHand: InHand;

  constructor(private readonly parts: TaskParts) {
    this.#inHand = new InHand(parts.width, (task) => this.#goOn(task));
  }

  room(): number {
    return this.#inHand.room();
  }

  idle(): number {
    return this.#inHand.idle('triage');
  }

  take(rows: Parameters<Heir['take']>[0]): void {
    this.#inHand.add(rows.map(({ id, kind, ref, ticket }) => ({ kind, outbox: id, ref, ticket })));
  }

  adopt(rows: Parameters<Heir['adopt']>[0]): void {
    this.parts.log.info('took up what another worker had in hand', { count: rows.length });
    const orphans = rows.map(({ id, kind, ref, ticket }) => ({
      kind,
      outbox: id,
      ref,
      ticket,
      isOrphan: true,
    }));
    this.#inHand.add(orphans);
  }

  /** Throws when the handler does: the queue tries again. */
  async fromQueue(kind: OutboxKind, { outbox }: QueueTask): Promise<void> {
    const { statements, life, log } = this.parts;
    const task = await openTask(statements, kind, outbox, life);
    if (task) await this.#perform(task);
    else log.debug('job done', { kind, reason: 'over' });
  }

  /** Finishes what runs. */
  stop(): Promise<void> {
    return this.#inHand.stop();
  }

  async #goOn(task: OpenTask): Promise<void> {
    const { statements, life, freed, log } = this.parts;
    const { kind, outbox } = task;
    try {
      await this.#perform(task);
    } catch (error) {
      log.warn('task failed', { kind, outbox, error });
      // Where even this fails, it is overdue in a few seconds.
      await giveBack(statements, outbox, life).catch(() => undefined);
    }
    if (kind === 'triage') freed();
  }

  async #perform(task: OpenTask): Promise<void> {
    const { handlers, events, life, log } = this.parts;
    const { kind, outbox, ref } = task;
    const hands = { life, room: () => this.room() };
    const { outcome, begun } = await inHands(hands, () => handlers[kind](task));
    this.#inHand.add(begun);
    // Nobody answered: whoever watches the log hears of it as well as whoever watches the queue.
    if (outcome === 'exhausted') log.error('an alert ended without an answer', { kind, outbox });
    else log.debug('job done', { kind, reason: outcome });
    const topic = topicOfJob(kind);
    if (topic) events.tell(topic, ref);
  }
}
