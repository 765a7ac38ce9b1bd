/**
 * The page's way to seal and to send, over the sdk: the directory is opened against the pinned roots, a report is sealed and kept before the
 * first attempt to send it, and leaves the device only when its receipt is verified. On a shared phone the storage is memory, and nothing
 * outlives the page.
 */
import { randomBytes } from '#crypto';
import {
  createOutbox,
  openDirectory,
  sealFollowUp,
  sealReport,
  type Channel,
  type EarlierReport,
  type Outbox,
  type ReportDraft,
  type Storage,
  type Transport,
  type VerifiedDirectory,
} from '#sdk';
import type { Attached } from '../flow/draft.js';
import { unlessSealing, whileSealing } from '../device/alone.js';
import type { Deployment } from '../deployment/deployment.js';
import { channelState } from './channel.js';
import {
  deliveryOf,
  directoryProblem,
  keepProblem,
  sealProblem,
  type Delivery,
  type Problem,
} from './problems.js';

/** Where sealed bytes stay until they are sent. */
export interface Place {
  readonly storage: Storage;
  /** Something sealed waits for a signal: where the browser can, it sends when the page is closed. */
  readonly waiting: () => void;
  /** One sender of this device at a time: the page, another tab, or the worker that sends when the page is closed. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface LetterboxOptions {
  readonly deployment: Pick<Deployment, 'pin' | 'built'>;
  readonly transport: Transport;
  readonly place: Place;
  /** Of a partner's link. */
  readonly channelId: string | null;
}

export type KeysOutcome =
  | { readonly ok: true; readonly verified: VerifiedDirectory }
  | { readonly ok: false; readonly problem: Problem };

export type SealedOutcome =
  | {
      readonly ok: true;
      readonly digest: Uint8Array;
      readonly words: readonly string[];
      readonly chance: Uint8Array;
    }
  | { readonly ok: false; readonly problem: Problem };

export interface Letterbox {
  /** The keys of those who read; kept for the letterbox's life once they are verified. */
  keys(): Promise<KeysOutcome>;
  /** Seals, and keeps what is sealed. Nothing is sent yet. `earlier`: new facts under the words that the person has. */
  seal(report: ReportDraft, earlier?: EarlierReport, attached?: readonly Attached[]): Promise<SealedOutcome>;
  /** `working`: many write at this moment, and the phone begins to work for this report. */
  send(digest: Uint8Array, working?: () => void): Promise<Delivery>;
  /** Digests of what waits on this device. */
  pending(): Promise<readonly Uint8Array[]>;
  /** Only a person decides this. */
  discard(digest: Uint8Array): Promise<void>;
  /** The sealed bytes, to be carried by somebody; null where they have gone. */
  takeOut(digest: Uint8Array): Promise<Uint8Array | null>;
  /** What the carrier brought back: forgets the reports that it proves to have arrived, and tells how many. */
  takeReceipts(file: Blob): Promise<number>;
}

const loadFiles = () => import('../files/send-attached.js');

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** On 2G a library that is hardly ever needed comes when it is. Where it does not come, the report waits. */
const work = async (challenge: string): Promise<string | null> => {
  const loaded = await import('#sdk/solve-work').catch(() => null);
  return loaded && loaded.solveWork(challenge);
};

const loadTakeOut = () => import('../carry/take-out.js');

export function createLetterbox({ deployment, transport, place, channelId }: LetterboxOptions): Letterbox {
  const { storage } = place;
  let opened: VerifiedDirectory | null = null;
  /** What is left to send after that are files. */
  let received: Extract<Delivery, { state: 'received' }> | null = null;

  async function keys(): Promise<KeysOutcome> {
    // A copy is good for sealing, and asked about again: the next answer may be fresh.
    if (opened && !opened.fromCopy) return { ok: true, verified: opened };
    const { built } = deployment;
    const pin = await deployment.pin();
    const outcome = await openDirectory({ pin, built, transport, storage, now: new Date() });
    if (!outcome.ok) return { ok: false, problem: directoryProblem(outcome) };
    opened = outcome.directory;
    // Where there is a signal now: a report is taken out as a file where there is none.
    loadTakeOut().catch(() => undefined);
    return { ok: true, verified: opened };
  }

  /** A link that the directory does not list is not claimed: the report would be suspect for it, and is as good as any. */
  function channel(): Channel | null {
    const claim = opened && channelState(channelId, opened.directory);
    if (!opened || (claim?.kind !== 'known' && claim?.kind !== 'revoked')) return null;
    return { deployment: opened.directory.deployment, id: claim.entry.id, signSecretKey: null };
  }

  function outbox(working?: () => void): Outbox {
    const through = channel();
    const solve = (challenge: string): Promise<string | null> => {
      working?.();
      return work(challenge);
    };
    return createOutbox({
      storage,
      transport,
      sleep: pause,
      solve,
      ...(through ? { channel: through } : {}),
    });
  }

  /** Sealed before the report, which says how to open them; kept on this device like it. */
  async function withFiles(
    told: ReportDraft,
    attached: readonly Attached[],
  ): Promise<{ ok: true; report: ReportDraft } | { ok: false; problem: Problem }> {
    if (attached.length === 0) return { ok: true, report: told };
    const { sealAttached, tidyAttached } = await loadFiles();
    await unlessSealing(() => tidyAttached(storage));
    const files = await whileSealing(() => sealAttached(attached, storage));
    if (files.ok) return { ok: true, report: { ...told, files } };
    return { ok: false, problem: files.reason === 'no-room' ? 'notStored' : 'broken' };
  }

  /** Files without a report would stay on the phone, be sent, and open for nobody. */
  async function dropFiles({ files }: ReportDraft): Promise<void> {
    if (!files) return;
    const { dropSealed } = await loadFiles();
    await dropSealed(files, storage);
  }

  async function sendFiles(acceptKeys: readonly Uint8Array[]): Promise<number> {
    const { sendAttached } = await loadFiles();
    const { origin } = transport;
    return sendAttached({ storage, origin, acceptKeys, channel: channel(), sleep: pause });
  }

  return {
    keys,
    async seal(told, earlier, attached = []) {
      const found = await keys();
      if (!found.ok) return found;
      const { directory } = found.verified;
      const files = await withFiles(told, attached);
      if (!files.ok) return files;
      const { report } = files;
      const outcome = await (earlier
        ? sealFollowUp(report, directory, earlier)
        : sealReport(report, directory));
      if (!outcome.ok) await dropFiles(report);
      if (!outcome.ok)
        return { ok: false, problem: outcome.reason === 'words' ? 'broken' : sealProblem(outcome.reason) };
      const { envelope, digest, words } = outcome.sealed;
      try {
        const kept = await outbox().keep(envelope);
        if (!kept.ok) {
          await dropFiles(report);
          return { ok: false, problem: keepProblem(kept) };
        }
        // Not only once sending has failed: the person may close the page before that.
        place.waiting();
      } catch {
        // A browser that forbids storage, or a full disk: the draft is still on the screen, and the person is told what to choose.
        await dropFiles(report);
        return { ok: false, problem: 'notStored' };
      }
      return { ok: true, digest, words, chance: randomBytes(2) };
    },
    async send(digest, working) {
      const found = await keys();
      if (!found.ok) return { state: 'kept', why: 'unreachable' };
      const { accept } = found.verified.directory.servers;
      const delivery = deliveryOf(await place.alone(() => outbox(working).send(digest, accept)));
      if (delivery.state === 'kept') place.waiting();
      const isThere = delivery.state === 'received' || delivery.state === 'gone';
      if (!isThere || (await storage.list('files/')).length === 0) return delivery;
      const filesWaiting = await sendFiles(found.verified.directory.servers.accept);
      received = delivery.state === 'received' ? delivery : received;
      return received ? { ...received, filesWaiting } : delivery;
    },
    pending: () => outbox().pending(),
    discard: (digest) => outbox().discard(digest),
    async takeOut(digest) {
      const { carriedFile } = await loadTakeOut();
      return carriedFile(storage, digest, channel()?.id ?? null);
    },
    async takeReceipts(file) {
      const found = await keys();
      if (!found.ok) return 0;
      const { forgetProven } = await import('../carry/relay-file.js');
      return forgetProven(file, storage, found.verified.directory.servers.accept);
    },
  };
}
