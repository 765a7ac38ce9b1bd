/**
 * Freshness (PROTOCOL.md §5.3): a witness that the operator does not run says "this head was the newest at that time".
 * A first-time reporter has no memory of earlier heads; only this protects them from a frozen directory.
 */
import { equalBytes, FormatError } from '../bytes.js';
import { bytes, documentForm, exactly, record, time, type Draft, type Read } from '../fields.js';
import { publicKeyOf } from '../keys.js';
import { sign, verify } from '../sign.js';
import type { RootPin } from './pin.js';

const FRESH_FOR_DAYS = 7;
const DAY = 86_400_000;

const reader = record({ kind: exactly('amparo/freshness/1'), head: bytes(32), at: time });

export type Freshness = Read<typeof reader>;

export interface SignedFreshness {
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
  readonly witness: Uint8Array;
}

const form = documentForm<Freshness>('amparo/freshness/1', reader);

const encodeFreshness = (freshness: Draft<Freshness>): Uint8Array => form.encode(freshness);
const decodeFreshness = (document: Uint8Array): Freshness => form.decode(document);

export function signFreshness(freshness: Draft<Freshness>, witnessSecretKey: Uint8Array): SignedFreshness {
  const statement = encodeFreshness(freshness);
  return {
    statement,
    signature: sign('freshness', statement, witnessSecretKey),
    witness: publicKeyOf(witnessSecretKey),
  };
}

/** Only witnesses of the pin count; null for everything else. */
export function verifyFreshness(signed: SignedFreshness, pin: RootPin): Freshness | null {
  if (!pin.witnesses.some((witness) => equalBytes(witness, signed.witness))) return null;
  if (!verify('freshness', signed.statement, signed.signature, signed.witness)) return null;
  try {
    return decodeFreshness(signed.statement);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/**
 * max(device clock, build date, newest cosignature): a clock that was set back must not revive an old directory.
 * `freshness` holds statements that verifyFreshness accepted.
 */
export function effectiveNow(sources: {
  readonly device: Date;
  readonly build?: Date | undefined;
  readonly freshness?: readonly Freshness[] | undefined;
}): Date {
  const times = [sources.device, ...(sources.build ? [sources.build] : [])];
  const cosigned = (sources.freshness ?? []).map((freshness) => freshness.at);
  return new Date(Math.max(...[...times, ...cosigned].map((time_) => time_.getTime())));
}

/** Is there a cosignature for exactly this head that is at most seven days old? */
export function isFresh(headHash: Uint8Array, now: Date, freshness: readonly Freshness[]): boolean {
  return freshness.some(
    (statement) =>
      equalBytes(statement.head, headHash) && now.getTime() - statement.at.getTime() <= FRESH_FOR_DAYS * DAY,
  );
}
