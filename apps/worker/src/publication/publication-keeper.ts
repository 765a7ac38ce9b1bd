/**
 * Holds the newest publication that verified, and never an older one. A newer one that does not verify is refused and
 * said so, and the last good one goes on being used: a bad upload, or a hostile one, must not silence alerts.
 */
import type { Clock } from '#kernel';
import type { Logger } from '#platform';
import type { Publication, PublicationOutcome, StoredPublication } from './verify-publication.js';

export interface PublicationStore {
  /** Versions above this one, newest first, at most a handful. */
  newerThan(version: number): Promise<readonly number[]>;
  load(version: number): Promise<StoredPublication | null>;
}

interface SeenHead {
  readonly version: number;
  readonly hash: Uint8Array;
}

export type Verify = (stored: StoredPublication, seen: SeenHead | undefined) => PublicationOutcome;

/** Nobody to tell and no rule to decide by. The work stays in the outbox and is handed out again. */
class NoPublication extends Error {
  override readonly name = 'NoPublication';
  readonly code = 'amparo.no-publication';

  constructor() {
    super('no publication has been verified yet');
  }
}

/** A refused version is looked at again after this: its roster copy may have come a moment later. */
const LOOK_AGAIN_MS = 10_000;

export class PublicationKeeper {
  #current: Publication | null = null;
  #refreshing: Promise<void> | null = null;
  readonly #refused = new Map<number, { readonly reason: string; readonly until: number }>();

  constructor(
    private readonly store: PublicationStore,
    private readonly verify: Verify,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** What was last verified, without asking the database. */
  get current(): Publication | null {
    return this.#current;
  }

  /** Asks first: somebody removed from the roster a moment ago must not be told of the next threat. */
  async newest(): Promise<Publication> {
    await this.refresh();
    if (!this.#current) throw new NoPublication();
    return this.#current;
  }

  /** Many jobs at once share one look. */
  async refresh(): Promise<void> {
    this.#refreshing ??= this.#look().finally(() => {
      this.#refreshing = null;
    });
    await this.#refreshing;
  }

  /** Newest first; a row that does not verify hides neither the one before it nor the one that comes after. */
  async #look(): Promise<void> {
    for (const version of await this.store.newerThan(this.#current?.version ?? 0)) {
      if ((this.#refused.get(version)?.until ?? 0) > this.clock().getTime()) continue;
      const stored = await this.store.load(version);
      if (stored && this.#accepts(stored)) return;
    }
  }

  #accepts(stored: StoredPublication): boolean {
    const { version } = stored;
    const seen = this.#current ? { version: this.#current.version, hash: this.#current.headHash } : undefined;
    const outcome = this.verify(stored, seen);
    if (!outcome.ok) {
      this.#refuse(version, outcome.reason);
      return false;
    }
    this.#current = outcome.publication;
    this.#refused.clear();
    this.log.info('publication verified', { version });
    if (outcome.publication.expires <= this.clock()) {
      this.log.error('publication has expired: sign a new head', { version });
    }
    return true;
  }

  #refuse(version: number, reason: string): void {
    // Said once for each reason, not at every look.
    if (this.#refused.get(version)?.reason !== reason) {
      this.log.error('publication refused, the last good one stays in use', { version, reason });
    }
    this.#refused.set(version, { reason, until: this.clock().getTime() + LOOK_AGAIN_MS });
  }
}
