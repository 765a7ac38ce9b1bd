/** Who watches the tasks of a desk is told which changed: taken, called, or of an alert that somebody answered meanwhile. */
import { Inject, Injectable } from '@nestjs/common';
import type { DeskName } from '#crypto';
import { type Changed, ChangeStream, CLOCK } from '#graphql';
import type { Clock } from '#kernel';
import { type Actor, desksOf } from '#people';
import { EventHub, type LiveEvents } from '#platform';
import { TaskStore } from './prisma-task.store.js';

interface Watcher {
  readonly desks: readonly DeskName[];
  readonly stream: ChangeStream;
}

@Injectable()
export class TaskChanges {
  readonly #watchers = new Set<Watcher>();

  constructor(
    private readonly store: TaskStore,
    hub: EventHub,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    hub.on((events) => {
      this.#tell(events);
    });
  }

  watch(actor: Actor): AsyncIterable<Changed> {
    const stream = new ChangeStream(() => {
      this.#watchers.delete(watcher);
    });
    const watcher: Watcher = { desks: desksOf(actor), stream };
    this.#watchers.add(watcher);
    return stream;
  }

  #tell({ ids, lookAgain }: LiveEvents): void {
    if (this.#watchers.size === 0) return;
    if (lookAgain) for (const { stream } of this.#watchers) stream.lookAgain();
    else if (ids.t.length + ids.a.length > 0) void this.#tellVisible({ tasks: ids.t, alerts: ids.a });
  }

  /** One question for each set of desks, however many members of it watch. */
  async #tellVisible(mentioned: {
    readonly tasks: readonly string[];
    readonly alerts: readonly string[];
  }): Promise<void> {
    for (const [, watchers] of byDesks(this.#watchers)) {
      const streams = watchers.map(({ stream }) => stream);
      const [{ desks } = { desks: [] }] = watchers;
      try {
        const visible = await this.store.visibleAmong(mentioned, { desks, now: this.clock() });
        if (visible.length > 0) for (const stream of streams) stream.offer(visible);
      } catch {
        for (const stream of streams) stream.lookAgain();
      }
    }
  }
}

const byDesks = (watchers: Iterable<Watcher>): Map<string, Watcher[]> => {
  const groups = new Map<string, Watcher[]>();
  for (const watcher of watchers) {
    const key = watcher.desks.join();
    groups.set(key, [...(groups.get(key) ?? []), watcher]);
  }
  return groups;
};
