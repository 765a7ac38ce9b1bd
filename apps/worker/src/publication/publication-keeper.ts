/**
 * Holds the newest publication that verified, and never an older one, also across restarts (memory/remembered.ts). A newer one
 * that does not verify is refused and said so, and the last good one goes on being used: a bad upload, or a hostile one, must
 * not silence alerts.
 */
import type { Clock } from '#kernel';
import type { Logger } from '#platform';
import type { Remembered, Seen } from '../memory/remembered.js';
import type { Publication, PublicationOutcome, StoredPublication } from './verify-publication.js';

export interface PublicationStore {
  /** This version and those above it, newest first, at most a handful. */
  from(version: number): Promise<readonly number[]>;
  load(version: number): Promise<StoredPublication | null>;
}

export type Verify = (stored: StoredPublication, seen: Seen | undefined) => PublicationOutcome;

/** Why a person must look: an older or another head lies where the newest should, or a newer one does not verify. */
export type PublicationTrouble = 'rolled-back' | 'publication-refused';

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
/** Under which the newest head is remembered. */
const HEAD = 'head';

export class PublicationKeeper {
  #current: Publication | null = null;
  #refreshing: Promise<void> | null = null;
  #isGone = false;
  readonly #refused = new Map<number, { readonly reason: string; readonly until: number }>();

  constructor(
    private readonly store: PublicationStore,
    private readonly verify: Verify,
    private readonly memory: Remembered,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** What was last verified, without asking the database. */
  get current(): Publication | null {
    return this.#current;
  }

  /** What stood in the way at the last look. */
  get troubles(): readonly PublicationTrouble[] {
    const reasons = [...this.#refused.values()].map(({ reason }) => reason);
    const back = ['rolled-back', 'forked'];
    return [
      ...(this.#isGone || reasons.some((reason) => back.includes(reason)) ? (['rolled-back'] as const) : []),
      ...(reasons.some((reason) => !back.includes(reason)) ? (['publication-refused'] as const) : []),
    ];
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
    const inUse = this.#current?.version ?? 0;
    const versions = await this.store.from(inUse);
    for (const version of versions) {
      if (version === inUse || (this.#refused.get(version)?.until ?? 0) > this.clock().getTime()) continue;
      const stored = await this.store.load(version);
      if (stored && (await this.#accepts(stored))) return;
    }
    this.#notice(inUse > 0 && versions.length === 0);
  }

  /** The row of the head in use is away: a database that was put back to an older state, or a row that somebody removed. */
  #notice(isGone: boolean): void {
    if (isGone && !this.#isGone)
      this.log.error('the head in use is gone from the database; it stays in use here', {
        version: this.#current?.version ?? 0,
        reason: 'rolled-back',
      });
    this.#isGone = isGone;
  }

  async #accepts(stored: StoredPublication): Promise<boolean> {
    const { version } = stored;
    const outcome = this.verify(stored, this.memory.seen(HEAD));
    if (!outcome.ok) {
      this.#refuse(version, outcome.reason);
      return false;
    }
    await this.memory.remember(HEAD, version, outcome.publication.headHash);
    this.#current = outcome.publication;
    this.#refused.clear();
    this.#isGone = false;
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
