/** Who watches alerts is told which of their own notices changed: theirs, or an answer of somebody who was told of the same alert. */
import { Injectable } from '@nestjs/common';
import { type Changed, ChangeStream } from '#graphql';
import type { MemberId } from '#kernel';
import type { Actor } from '#people';
import { EventHub, type LiveEvents } from '#platform';
import { AlertStore } from './prisma-alert.store.js';

@Injectable()
export class AlertChanges {
  readonly #watchers = new Map<MemberId, Set<ChangeStream>>();

  constructor(
    private readonly store: AlertStore,
    hub: EventHub,
  ) {
    hub.on((events) => {
      this.#tell(events);
    });
  }

  watch({ memberId }: Pick<Actor, 'memberId'>): AsyncIterable<Changed> {
    const streams = this.#watchers.get(memberId) ?? new Set<ChangeStream>();
    this.#watchers.set(memberId, streams);
    const stream = new ChangeStream(() => {
      streams.delete(stream);
      if (streams.size === 0 && this.#watchers.get(memberId) === streams) this.#watchers.delete(memberId);
    });
    streams.add(stream);
    return stream;
  }

  #tell({ ids, lookAgain }: LiveEvents): void {
    if (this.#watchers.size === 0) return;
    if (lookAgain) this.#lookAgain();
    else if (ids.a.length + ids.n.length + ids.d.length > 0) void this.#tellOwners(ids);
  }

  async #tellOwners({ a: alerts, n: notices, d: deliveries }: LiveEvents['ids']): Promise<void> {
    try {
      const members = [...this.#watchers.keys()];
      const owned = await this.store.noticesOf(members, { alerts, notices, deliveries });
      for (const [memberId, streams] of this.#watchers) {
        const theirs = owned.filter((notice) => notice.memberId === memberId).map(({ id }) => id);
        if (theirs.length > 0) for (const stream of streams) stream.offer(theirs);
      }
    } catch {
      this.#lookAgain();
    }
  }

  #lookAgain(): void {
    for (const streams of this.#watchers.values()) for (const stream of streams) stream.lookAgain();
  }
}
