/** Who watches is told that findings or silences changed, and nothing of what: they look for themselves, under their own rights. */
import { Injectable } from '@nestjs/common';
import { type Changed, ChangeStream } from '#graphql';
import { EventHub, type LiveEvents } from '#platform';

export const FINDINGS = 'findings';
export const SILENCES = 'silences';

@Injectable()
export class Attention {
  readonly #streams = new Set<ChangeStream>();

  constructor(hub: EventHub) {
    hub.on((events) => {
      this.#tell(events);
    });
  }

  watch(): AsyncIterable<Changed> {
    const stream = new ChangeStream(() => {
      this.#streams.delete(stream);
    });
    this.#streams.add(stream);
    return stream;
  }

  #tell({ ids, lookAgain }: LiveEvents): void {
    const what = [...(ids.f.length > 0 ? [FINDINGS] : []), ...(ids.b.length > 0 ? [SILENCES] : [])];
    for (const stream of this.#streams) {
      if (lookAgain) stream.lookAgain();
      else if (what.length > 0) stream.offer(what);
    }
  }
}
