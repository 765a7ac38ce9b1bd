/**
 * Anybody carries and submits: no key, no trust. Each envelope has an outcome of its own, a failure stops none of the others,
 * and what has a receipt is not sent again. Sending twice is safe, because the digest is the idempotency key
 * (libs/crypto/PROTOCOL.md §4.7), so two carriers need not know of each other.
 */
import { ACCEPTANCE_BYTES, toBase64Url, toHex, verifyAcceptance } from '#crypto';
import { submitReport } from '../operations.js';
import { waitBefore } from '../outbox.js';
import { waitSeconds, type Transport } from '../transport.js';
import type { CarriedEnvelope } from './bundle.js';
import type { CarriedReceipt } from './receipts.js';

export type Relayed =
  | { readonly kind: 'accepted'; readonly receipt: Uint8Array }
  /** There is a receipt from an earlier time. */
  | { readonly kind: 'had-receipt' }
  | { readonly kind: 'refused'; readonly code: string }
  /** Too many came this way; not before so many seconds have passed. */
  | { readonly kind: 'deferred'; readonly seconds: number }
  | { readonly kind: 'unreachable' }
  /** Somebody answered who does not hold the accept key; found only by a carrier who has the pin. */
  | { readonly kind: 'wrong-receipt' };

export interface RelayOptions {
  readonly transport: Transport;
  readonly sleep: (ms: number) => Promise<void>;
  /** From earlier times: of these, nothing is sent again. */
  readonly receipts: readonly CarriedReceipt[];
  /** The verified directory's, where the carrier has a pin; else null, and the sender finds out. */
  readonly acceptKeys: readonly Uint8Array[] | null;
  /** Called as soon as one is decided, so that a receipt is on disk before the next is sent. */
  readonly told: (envelope: CarriedEnvelope, relayed: Relayed) => Promise<void>;
}

const ATTEMPTS = 3;
/** After so many in a row that nobody answered, the rest are not tried: a carrier at a dead line waits a minute, not hours. */
const SILENT_IN_A_ROW = 3;
const MAX_DEFERRALS = 2;
const LONGEST_DEFERRAL_SECONDS = 90;

type Attempt = Relayed | { readonly kind: 'again' };

const inputOf = ({ envelope, claim }: CarriedEnvelope): object => ({
  input: {
    envelope: toBase64Url(envelope),
    ...(claim && { channel: { id: claim.id, signature: toBase64Url(claim.signature ?? new Uint8Array(0)) } }),
  },
});

async function attempt(carried: CarriedEnvelope, { transport, acceptKeys }: RelayOptions): Promise<Attempt> {
  const answer = await transport.call(submitReport, inputOf(carried));
  if (!answer.ok) {
    if (answer.reason !== 'error') return { kind: 'again' };
    if (answer.code === 'RATE_LIMITED')
      return { kind: 'deferred', seconds: waitSeconds(answer.retryAfterSeconds) };
    const passing = ['UNAVAILABLE', 'INTERNAL', 'UNKNOWN'].includes(answer.code);
    return passing ? { kind: 'again' } : { kind: 'refused', code: answer.code };
  }
  const { value } = answer.value;
  if ('retryAfterSeconds' in value)
    return { kind: 'deferred', seconds: waitSeconds(value.retryAfterSeconds) };
  if ('reason' in value) return { kind: 'refused', code: value.reason };
  const { receipt } = value;
  const believed = acceptKeys
    ? verifyAcceptance(receipt, carried.digest, acceptKeys).ok
    : receipt.length === ACCEPTANCE_BYTES;
  return believed ? { kind: 'accepted', receipt } : { kind: 'wrong-receipt' };
}

async function relayOne(carried: CarriedEnvelope, options: RelayOptions): Promise<Relayed> {
  let failures = 0;
  for (let deferrals = 0; ;) {
    const result = await attempt(carried, options);
    if (result.kind === 'deferred') {
      if (deferrals === MAX_DEFERRALS || result.seconds > LONGEST_DEFERRAL_SECONDS) return result;
      deferrals += 1;
      await options.sleep(result.seconds * 1000);
    } else if (result.kind === 'again') {
      failures += 1;
      if (failures === ATTEMPTS) return { kind: 'unreachable' };
      await options.sleep(waitBefore(failures));
    } else return result;
  }
}

export async function relay(envelopes: readonly CarriedEnvelope[], options: RelayOptions): Promise<void> {
  const proven = new Set(options.receipts.map(({ digest }) => toHex(digest)));
  let silent = 0;
  for (const carried of envelopes) {
    if (proven.has(toHex(carried.digest))) {
      await options.told(carried, { kind: 'had-receipt' });
      continue;
    }
    const relayed: Relayed =
      silent < SILENT_IN_A_ROW ? await relayOne(carried, options) : { kind: 'unreachable' };
    silent = relayed.kind === 'unreachable' ? silent + 1 : 0;
    await options.told(carried, relayed);
  }
}
