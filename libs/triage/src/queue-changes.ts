/**
 * Who watches the queue is told which reports changed, of those that the queue itself would show them now. Members of the same
 * desks share one question to the database, however many of them watch.
 */
import { Inject, Injectable } from '@nestjs/common';
import type { DeskName } from '#crypto';
import { type Changed, ChangeStream, CLOCK } from '#graphql';
import type { Clock } from '#kernel';
import { type Actor, desksOf } from '#people';
import { EventHub, type LiveEvents } from '#platform';
import { type Mentioned, TriageStore } from './prisma-triage.store.js';

interface Watchers {
  readonly desks: readonly DeskName[];
  readonly streams: Set<ChangeStream>;
}

@Injectable()
export class QueueChanges {
  readonly #watchers = new Map<string, Watchers>();

  constructor(
    private readonly store: TriageStore,
    hub: EventHub,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    hub.on((events) => {
      this.#tell(events);
    });
  }

  watch(actor: Actor): AsyncIterable<Changed> {
    const desks = desksOf(actor);
    const key = desks.join();
    const watchers = this.#watchers.get(key) ?? { desks, streams: new Set<ChangeStream>() };
    this.#watchers.set(key, watchers);
    const stream = new ChangeStream(() => {
      watchers.streams.delete(stream);
      if (watchers.streams.size === 0 && this.#watchers.get(key) === watchers) this.#watchers.delete(key);
    });
    watchers.streams.add(stream);
    return stream;
  }

  #tell({ ids, lookAgain }: LiveEvents): void {
    for (const watchers of this.#watchers.values()) {
      if (lookAgain) for (const stream of watchers.streams) stream.lookAgain();
      else if (ids.q.length + ids.a.length > 0)
        void this.#tellVisible(watchers, { reports: ids.q, alerts: ids.a });
    }
  }

  async #tellVisible({ desks, streams }: Watchers, mentioned: Mentioned): Promise<void> {
    try {
      const visible = await this.store.visibleAmong(mentioned, { desks, now: this.clock() });
      if (visible.length > 0) for (const stream of streams) stream.offer(visible);
    } catch {
      // Nobody can say what changed: whoever looks again is answered, or told that the service cannot.
      for (const stream of streams) stream.lookAgain();
    }
  }
}
