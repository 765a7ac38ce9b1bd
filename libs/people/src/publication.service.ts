/**
 * The publication that this process acts on: verified against the pin, kept in memory, and looked up again at most once a
 * second, so that what another api process published counts here within that second. It never goes back: a database that
 * was rolled back, or a row that was edited, leaves the last verified publication in force.
 */
import { Inject, Injectable } from '@nestjs/common';
import { equalBytes, verifyFreshness, type AccessMember, type Directory, type GrantEntry } from '#crypto';
import { ApiError, CLOCK } from '#graphql';
import type { Clock } from '#kernel';
import type { Policy } from '#policy';
import { Deployment } from './deployment.js';
import {
  rosterCopiesAreComplete,
  samePublication,
  verifyPublication,
  verifyStoredPublication,
  type PublicationBytes,
  type PublicationRefusal,
  type VerifiedPublication,
} from './domain/publication.js';
import { PublicationStore, type RosterCopy, type StoredFreshness } from './prisma-publication.store.js';

const RECHECK_MS = 1000;

export interface CurrentPublication {
  readonly version: number;
  readonly headHash: Uint8Array;
  readonly bytes: PublicationBytes;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly members: ReadonlyMap<string, AccessMember>;
  readonly grants: readonly GrantEntry[];
}

export type PublishOutcome =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly reason: PublicationRefusal };
export type FreshnessOutcome =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly reason: 'unknown-head' | 'not-a-witness' | 'in-the-future' };

@Injectable()
export class PublicationService {
  #current: CurrentPublication | null = null;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #refreshing: Promise<void> | null = null;

  constructor(
    private readonly store: PublicationStore,
    private readonly deployment: Deployment,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Null before the first publication. */
  async current(): Promise<CurrentPublication | null> {
    // The monotonic clock: an injected clock that stands still must not keep a removed member in.
    if (performance.now() - this.#checkedAt >= RECHECK_MS) await this.refresh();
    return this.#current;
  }

  /** For what cannot be answered without keys and rights. */
  async require(): Promise<CurrentPublication> {
    const current = await this.current();
    if (!current) throw new ApiError('UNAVAILABLE');
    return current;
  }

  /** One look-up at a time, shared by all who wait for it. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#load().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #load(): Promise<void> {
    const version = await this.store.newestVersion();
    if (version > (this.#current?.version ?? 0)) {
      const stored = await this.store.newest();
      const outcome = stored && verifyStoredPublication(stored.bytes, this.#context());
      if (outcome?.ok) this.#adopt(outcome.publication);
    }
    this.#checkedAt = performance.now();
  }

  #context() {
    const { pin, production } = this.deployment;
    const seen = this.#current ? { version: this.#current.version, hash: this.#current.headHash } : undefined;
    return { pin, production, seen };
  }

  #adopt(publication: VerifiedPublication): void {
    if (publication.head.version <= (this.#current?.version ?? 0)) return;
    this.#current = {
      version: publication.head.version,
      headHash: publication.headHash,
      bytes: publication.bytes,
      directory: publication.directory,
      policy: publication.policy,
      members: new Map(publication.access.members.map((member) => [member.id, member])),
      grants: publication.grants.grants,
    };
  }

  /** The same publication again is the same answer: a lost reply must not look like a refusal. */
  async publish(bytes: PublicationBytes, rosterCopies: readonly RosterCopy[]): Promise<PublishOutcome> {
    const now = this.clock();
    const { pin, production } = this.deployment;
    const offered = verifyPublication(bytes, { pin, production, now });
    if (!offered.ok) return offered;
    const { publication } = offered;
    const recipients = rosterCopies.map((copy) => copy.recipient);
    if (!rosterCopiesAreComplete(publication.access, recipients))
      return { ok: false, reason: 'roster-copies' };

    const { version } = publication.head;
    const outcome = await this.store.append<PublishOutcome>((newest) => {
      if (newest?.version === version && samePublication(newest.bytes, bytes)) {
        return { result: { ok: true, version }, store: null };
      }
      const before = newest && verifyStoredPublication(newest.bytes, { pin, production });
      // A newest row that does not verify was edited by the operator; nothing may be built on it, and nothing is lost by refusing.
      if (before && !before.ok) return { result: { ok: false, reason: 'forked' }, store: null };
      const seen = before
        ? { version: before.publication.head.version, hash: before.publication.headHash }
        : undefined;
      const again = verifyPublication(bytes, { pin, production, now, seen });
      if (!again.ok) return { result: again, store: null };
      if (!directlyContinues(publication, before?.publication ?? null)) {
        return { result: { ok: false, reason: 'forked' }, store: null };
      }
      const { headHash } = publication;
      return { result: { ok: true, version }, store: { version, headHash, bytes, rosterCopies } };
    }, now);
    if (outcome.ok) this.#adopt(publication);
    return outcome;
  }

  async publishFreshness(signed: StoredFreshness): Promise<FreshnessOutcome> {
    const stated = verifyFreshness(signed, this.deployment.pin);
    if (!stated) return { ok: false, reason: 'not-a-witness' };
    const now = this.clock();
    // A statement from the future would move every client's idea of now, and with it the expiry of heads.
    if (stated.at.getTime() > now.getTime() + 300_000) return { ok: false, reason: 'in-the-future' };
    const current = await this.current();
    if (!current || !equalBytes(current.headHash, stated.head)) return { ok: false, reason: 'unknown-head' };
    await this.store.storeFreshness(current.headHash, current.version, signed, stated.at, now);
    return { ok: true, version: current.version };
  }

  /** Statements for the current head, verified again: a row is only a row. */
  async freshness(current: CurrentPublication): Promise<StoredFreshness[]> {
    const stored = await this.store.freshness(current.headHash);
    return stored.filter((signed) => {
      const stated = verifyFreshness(signed, this.deployment.pin);
      return stated !== null && equalBytes(stated.head, current.headHash);
    });
  }

  async rosterCopy(current: CurrentPublication, memberId: string): Promise<Uint8Array | null> {
    return this.store.rosterCopy(current.version, memberId);
  }
}

/** A gap in the chain would let a head be skipped unseen; the first publication a server gets may be any version. */
function directlyContinues(offered: VerifiedPublication, before: VerifiedPublication | null): boolean {
  if (!before) return true;
  const { previous } = offered.head;
  return previous !== null && equalBytes(previous, before.headHash);
}
