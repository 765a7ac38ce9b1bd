/**
 * Who is on call now (libs/crypto/PROTOCOL.md §6.3). Of each roster the newest one that a delegate of the signed policy signed,
 * never an older one than was ever used, also across restarts (memory/remembered.ts). Whoever edits, removes or rolls back a row
 * leaves the last good roster in force while this process lives; after a restart, the whole list that the roots signed.
 */
import { dutyHash, type DutyRoster } from '#crypto';
import { openDuty } from '#crypto/dispatch';
import type { Logger } from '#platform';
import { listedDuty, type OnCall } from '#policy';
import { onCall, withoutStrangers } from '#rosters';
import { goesBack, type Remembered } from '../memory/remembered.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { Publication } from '../publication/verify-publication.js';
import type { WorkerSecrets } from '../secrets/key-files.js';

export interface DutyRow {
  readonly name: string;
  readonly member: string;
  readonly version: number;
}

export interface StoredDuty extends DutyRow {
  readonly sealed: Uint8Array;
}

export interface DutyRowStore {
  of(delegations: Readonly<Record<string, readonly string[]>>): Promise<readonly DutyRow[]>;
  load(row: DutyRow): Promise<StoredDuty | null>;
}

/** Why a person must look at a roster. gone: it was there, and there is nothing newer in its place. */
export type DutyTrouble = 'gone' | 'rolled-back' | 'forked' | 'unopened' | 'version';

const memoryName = (name: string): string => `duty:${name}`;
const keyOf = ({ name, member, version }: DutyRow): string => `${name} ${member} ${String(version)}`;
/** What was signed a moment ago counts within this time; every alert asks. */
const LOOK_AGAIN_MS = 1000;

export class DutyKeeper {
  readonly #inUse = new Map<string, DutyRoster>();
  /** Rows that are settled: used, or refused and said so. */
  readonly #looked = new Map<string, DutyTrouble | null>();
  readonly #said = new Map<string, DutyTrouble>();
  readonly #troubles = new Map<string, DutyTrouble>();
  #refreshing: Promise<void> | null = null;
  #looksAgainAt = Number.NEGATIVE_INFINITY;
  #publicationVersion = 0;

  constructor(
    private readonly store: DutyRowStore,
    private readonly publications: Pick<PublicationKeeper, 'newest'>,
    private readonly secrets: Pick<WorkerSecrets, 'dispatch'>,
    private readonly memory: Remembered,
    private readonly log: Logger,
    private readonly lookAgainMs = LOOK_AGAIN_MS,
  ) {}

  /** By name of the roster. */
  get troubles(): ReadonlyMap<string, DutyTrouble> {
    return this.#troubles;
  }

  /** Those that decide who is on call under this publication. */
  rostersOf(publication: Publication): readonly DutyRoster[] {
    return [...this.#inUse.values()].filter((duty) => isDelegate(publication, duty));
  }

  /** The newest publication, and who is on call by what its delegates signed. */
  async newest(): Promise<Publication> {
    const publication = await this.publications.newest();
    await this.#refresh(publication);
    return { ...publication, onCall: this.#onCallIn(publication) };
  }

  #onCallIn(publication: Publication): OnCall {
    const listed = listedDuty(publication.roster);
    return (name, at) => {
      const duty = this.#inUse.get(name);
      if (!duty || !isDelegate(publication, duty)) return listed(name, at);
      return onCall(withoutStrangers(duty, publication), at);
    };
  }

  /** The monotonic clock: one that jumps back an hour must not keep a leave from counting. */
  async #refresh(publication: Publication): Promise<void> {
    const isNew = publication.version !== this.#publicationVersion;
    if (!isNew && performance.now() < this.#looksAgainAt) return;
    this.#refreshing ??= this.#look(publication).finally(() => {
      this.#refreshing = null;
    });
    await this.#refreshing;
  }

  async #look(publication: Publication): Promise<void> {
    const delegations = publication.policy.delegations.duty;
    const rows = await this.store.of(delegations);
    // Who was refused as a signer of an older policy may be asked again under a newer one.
    if (publication.version !== this.#publicationVersion) this.#looked.clear();
    const present = new Set(rows.map(keyOf));
    for (const key of this.#looked.keys()) if (!present.has(key)) this.#looked.delete(key);
    this.#troubles.clear();
    for (const name of Object.keys(delegations)) {
      await this.#lookAt(
        name,
        rows.filter((row) => row.name === name),
        publication,
      );
    }
    this.#publicationVersion = publication.version;
    this.#looksAgainAt = performance.now() + this.lookAgainMs;
  }

  /** Newest first: a bad row hides none that is good. */
  async #lookAt(name: string, rows: readonly DutyRow[], publication: Publication): Promise<void> {
    const newestFirst = [...rows].sort((a, b) => b.version - a.version || (a.member < b.member ? -1 : 1));
    for (const row of newestFirst) {
      if (!this.#looked.has(keyOf(row))) this.#looked.set(keyOf(row), await this.#take(row, publication));
      const trouble = this.#looked.get(keyOf(row)) ?? null;
      if (trouble === null) return;
      this.#say(name, trouble);
    }
    if (this.memory.seen(memoryName(name)) && rows.length === 0) this.#say(name, 'gone');
  }

  async #take(row: DutyRow, publication: Publication): Promise<DutyTrouble | null> {
    const stored = await this.store.load(row);
    const duty = stored && this.#open(stored, publication);
    if (!duty) return 'unopened';
    // The row's number is how newer ones are found: a wrong one could hide every later roster.
    if (duty.version !== row.version) return 'version';
    const hash = dutyHash(duty);
    const trouble = goesBack(this.memory.seen(memoryName(row.name)), duty.version, hash);
    if (trouble) return trouble;
    await this.memory.remember(memoryName(row.name), duty.version, hash);
    this.#inUse.set(row.name, duty);
    return null;
  }

  #open(stored: StoredDuty, { roster }: Publication): DutyRoster | null {
    const signer = roster.members.find(({ id }) => id === stored.member);
    if (!signer) return null;
    const expected = { name: stored.name, member: signer.id, signKey: signer.signKey };
    for (const { keys } of this.secrets.dispatch) {
      const opened = openDuty(keys.secretKey, stored.sealed, expected);
      if (opened.ok) return opened.duty;
    }
    return null;
  }

  #say(name: string, trouble: DutyTrouble): void {
    if (!this.#troubles.has(name)) this.#troubles.set(name, trouble);
    if (this.#said.get(name) === trouble) return;
    this.#said.set(name, trouble);
    this.log.error('duty roster refused, the last good one stays in use', { reason: trouble });
  }
}

function isDelegate({ policy }: Publication, { name, member }: DutyRoster): boolean {
  return policy.delegations.duty[name]?.includes(member) ?? false;
}
