/**
 * Keeps a sealed report until its acceptance is proven. What is stored is the envelope and nothing else: a device that is
 * seized while it waits for a signal gives up no text, no words and no address (README.md, "What a reporter's device keeps").
 *
 * A report leaves the outbox only when a receipt over its own digest verifies against an `accept` key of the verified
 * directory (libs/crypto/PROTOCOL.md, acceptance receipt). A lost reply, a wrong receipt, a refusal: it stays, and the
 * person is told why. Sending again is always safe, because the digest is the idempotency key.
 */
import {
  channelStatement,
  decodeEnvelope,
  envelopeDigest,
  randomBytes,
  sign,
  toBase64Url,
  toHex,
  verifyAcceptance,
} from '#crypto';
import { submitReport } from './operations.js';
import type { Storage } from './storage.js';
import { waitSeconds, type Transport } from './transport.js';

/** Which way it came: provenance, not identity. A partner's software signs what it relays; a public link has no key. */
export interface Channel {
  readonly deployment: string;
  readonly id: string;
  readonly signSecretKey: Uint8Array | null;
}

export type SendOutcome =
  | { readonly ok: true; readonly receipt: Uint8Array; readonly hour: Date; readonly attempts: number }
  | {
      readonly ok: false;
      /**
       * `unreachable`: nobody answered, or not in time. `wrong-receipt`: somebody answered who does not hold the accept
       * key. `refused`: the server says no, with its closed code. The report is kept in all three.
       */
      readonly reason: 'unreachable' | 'wrong-receipt' | 'refused' | 'not-kept';
      readonly code: string | null;
      readonly attempts: number;
    }
  | {
      readonly ok: false;
      /** Too many came this way; it was waited for, in vain. Kept: send it again when the time given has passed. */
      readonly reason: 'deferred';
      readonly code: null;
      readonly retryAfterSeconds: number;
      readonly attempts: number;
    };

export type KeepOutcome =
  | { readonly ok: true; readonly digest: Uint8Array }
  | { readonly ok: false; readonly reason: 'full' | 'not-an-envelope' };

export interface OutboxOptions {
  readonly storage: Storage;
  readonly transport: Transport;
  readonly sleep: (ms: number) => Promise<void>;
  /** Does what a flooded channel asks for, instead of waiting (`#sdk/solve-work`); without it, and where it gives null, it waits. */
  readonly solve?: (challenge: string) => Promise<string | null>;
  readonly channel?: Channel;
  readonly attempts?: number;
  readonly maxReports?: number;
}

export interface Outbox {
  keep(envelope: Uint8Array): Promise<KeepOutcome>;
  send(digest: Uint8Array, acceptKeys: readonly Uint8Array[]): Promise<SendOutcome>;
  /** Digests of what still waits. */
  pending(): Promise<Uint8Array[]>;
  /** Only a person decides this. */
  discard(digest: Uint8Array): Promise<void>;
}

const PREFIX = 'outbox/';
const ATTEMPTS = 4;
const MAX_REPORTS = 32;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
/** Longer than one window of the server's budgets. Whoever is told to wait longer is told so instead of held. */
const LONGEST_DEFERRAL_SECONDS = 90;
const MAX_DEFERRALS = 2;
/** The second for a challenge that grew old while there was no signal; a server that always asks again is waited for. */
const MAX_WORKS = 2;

const nameOf = (digest: Uint8Array): string => PREFIX + toHex(digest);

/** Doubles, with up to a quarter more by chance, so that a village coming back on the air does not call in one instant. */
export function waitBefore(attempt: number): number {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return wait + Math.floor((wait / 4) * ((randomBytes(1)[0] ?? 0) / 256));
}

function signFor({ deployment, id, signSecretKey }: Channel, digest: Uint8Array): Uint8Array {
  if (!signSecretKey) return new Uint8Array(0);
  return sign('channel', channelStatement({ deployment, channelId: id, digest }), signSecretKey);
}

type Attempt =
  | { readonly kind: 'done'; readonly receipt: Uint8Array; readonly hour: Date }
  | { readonly kind: 'again'; readonly code: string | null }
  | { readonly kind: 'later'; readonly seconds: number; readonly challenge: string | null }
  | { readonly kind: 'stop'; readonly reason: 'wrong-receipt' | 'refused'; readonly code: string | null };

export function createOutbox(options: OutboxOptions): Outbox {
  const { storage, transport, sleep, solve, channel } = options;
  const attempts = options.attempts ?? ATTEMPTS;
  const maxReports = options.maxReports ?? MAX_REPORTS;

  function inputFor(envelope: Uint8Array, digest: Uint8Array): object {
    const sealed = { envelope: toBase64Url(envelope) };
    if (!channel) return sealed;
    return { ...sealed, channel: { id: channel.id, signature: toBase64Url(signFor(channel, digest)) } };
  }

  async function attempt(input: object, digest: Uint8Array, keys: readonly Uint8Array[]): Promise<Attempt> {
    const answer = await transport.call(submitReport, { input });
    if (!answer.ok) {
      if (answer.reason !== 'error') return { kind: 'again', code: answer.reason };
      if (answer.code === 'RATE_LIMITED')
        return { kind: 'later', seconds: waitSeconds(answer.retryAfterSeconds), challenge: null };
      const passing =
        answer.code === 'UNAVAILABLE' || answer.code === 'INTERNAL' || answer.code === 'UNKNOWN';
      return passing
        ? { kind: 'again', code: answer.code }
        : { kind: 'stop', reason: 'refused', code: answer.code };
    }
    if (answer.value.kind === 'ReportRefused') {
      return { kind: 'stop', reason: 'refused', code: answer.value.value.reason };
    }
    if (answer.value.kind === 'ReportDeferred') {
      const { retryAfterSeconds, challenge } = answer.value.value;
      return { kind: 'later', seconds: waitSeconds(retryAfterSeconds), challenge };
    }
    const { receipt } = answer.value.value;
    const checked = verifyAcceptance(receipt, digest, keys);
    // An impostor that swallows reports and says "thank you" must not make the phone forget them.
    if (!checked.ok) return { kind: 'stop', reason: 'wrong-receipt', code: null };
    return { kind: 'done', receipt, hour: checked.hour };
  }

  return {
    async keep(envelope) {
      if (!decodeEnvelope(envelope).ok) return { ok: false, reason: 'not-an-envelope' };
      const digest = envelopeDigest(envelope);
      const held = await storage.list(PREFIX);
      if (held.length >= maxReports && !held.includes(nameOf(digest))) return { ok: false, reason: 'full' };
      await storage.put(nameOf(digest), envelope);
      return { ok: true, digest };
    },

    async send(digest, acceptKeys) {
      const envelope = await storage.get(nameOf(digest));
      if (!envelope) return { ok: false, reason: 'not-kept', code: null, attempts: 0 };
      const input = inputFor(envelope, digest);
      let code: string | null = null;
      let deferrals = 0;
      let works = 0;
      let work: string | null = null;
      for (let tried = 1; tried <= attempts + deferrals + works; tried += 1) {
        const result = await attempt(work === null ? input : { ...input, work }, digest, acceptKeys);
        if (result.kind === 'later') {
          work =
            works < MAX_WORKS && solve && result.challenge !== null ? await solve(result.challenge) : null;
          if (work !== null) {
            works += 1;
            continue;
          }
          const { seconds: retryAfterSeconds } = result;
          if (deferrals === MAX_DEFERRALS || retryAfterSeconds > LONGEST_DEFERRAL_SECONDS)
            return { ok: false, reason: 'deferred', code: null, retryAfterSeconds, attempts: tried };
          deferrals += 1;
          await sleep(retryAfterSeconds * 1000);
          continue;
        }
        if (result.kind === 'stop')
          return { ok: false, reason: result.reason, code: result.code, attempts: tried };
        if (result.kind === 'done') {
          // The receipt is not stored either: a seized phone must not prove that its owner reported.
          await storage.delete(nameOf(digest));
          return { ok: true, receipt: result.receipt, hour: result.hour, attempts: tried };
        }
        code = result.code;
        const failures = tried - deferrals - works;
        if (failures < attempts) await sleep(waitBefore(failures));
      }
      return { ok: false, reason: 'unreachable', code, attempts: attempts + deferrals + works };
    },

    async pending() {
      const digests: Uint8Array[] = [];
      for (const name of await storage.list(PREFIX)) {
        const envelope = await storage.get(name);
        if (envelope) digests.push(envelopeDigest(envelope));
      }
      return digests;
    },

    discard: (digest) => storage.delete(nameOf(digest)),
  };
}
