/**
 * What a process hears from the others, gathered for a moment and handed to whoever watches in this process. A storm becomes a
 * few hand-outs in a second, and more ids than are kept become "look again": neither memory nor database grow with it.
 */
import { decodeEvents, type LiveEvents, type Topic } from './events.js';

export type EventHandler = (events: LiveEvents) => void;

const GATHER_MS = 75;
const MAX_IDS = 500;

export class EventHub {
  readonly #handlers = new Set<EventHandler>();
  #heard = new Map<Topic, Set<string>>();
  #lookAgain = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly gatherMs = GATHER_MS) {}

  /** Until the function that is returned is called. */
  on(handler: EventHandler): () => void {
    this.#handlers.add(handler);
    return () => void this.#handlers.delete(handler);
  }

  hear(payload: string): void {
    const { ids, lookAgain } = decodeEvents(payload);
    if (lookAgain) this.#lookAgain = true;
    for (const [topic, some] of Object.entries(ids) as [Topic, readonly string[]][]) {
      const known = this.#heard.get(topic) ?? new Set<string>();
      for (const id of some) known.add(id);
      if (known.size > MAX_IDS) this.lookAgain();
      else if (known.size > 0) this.#heard.set(topic, known);
    }
    this.#schedule();
  }

  /** Something may have been missed. */
  lookAgain(): void {
    this.#lookAgain = true;
    this.#schedule();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#handlers.clear();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#handOut();
    }, this.gatherMs);
  }

  #handOut(): void {
    const list = (topic: Topic): readonly string[] => [...(this.#heard.get(topic) ?? [])];
    const ids = {
      q: list('q'),
      a: list('a'),
      n: list('n'),
      d: list('d'),
      t: list('t'),
      s: list('s'),
      p: list('p'),
      f: list('f'),
      b: list('b'),
    };
    const events = { ids, lookAgain: this.#lookAgain };
    this.#heard = new Map();
    this.#lookAgain = false;
    this.#timer = undefined;
    for (const handler of this.#handlers) handler(events);
  }
}
