/**
 * What the carrier brings back (libs/sdk/BUNDLE.md §6): for each envelope its digest and the server's signed receipt, nothing
 * else. The carrier proves nothing by it and need not be trusted: the sender checks every receipt with the accept keys of its
 * own verified directory.
 */
import { ACCEPTANCE_BYTES, concat, toHex, verifyAcceptance } from '#crypto';
import { NOTE_BYTES } from './head.js';
import { readRecords, writeRecords, type WriteOutcome } from './records.js';

export interface CarriedReceipt {
  readonly digest: Uint8Array;
  /** 69 bytes of libs/crypto/PROTOCOL.md §8.1; unverified until the sender has checked it. */
  readonly receipt: Uint8Array;
}

export type ReadReceiptsOutcome =
  | {
      readonly ok: true;
      readonly receipts: readonly CarriedReceipt[];
      /** Entries that no copy of survived, such as "entry 3 of 7". */
      readonly lost: readonly { readonly index: number; readonly total: number }[];
    }
  | { readonly ok: false; readonly reason: 'too-large' | 'nothing-recognised' };

const NOTHING = new Uint8Array(0);
const PADDING = new Uint8Array(NOTE_BYTES - ACCEPTANCE_BYTES);

export function writeReceipts(receipts: readonly CarriedReceipt[]): WriteOutcome {
  const records = receipts.map(({ digest, receipt }) => ({
    digest,
    note: concat(receipt, PADDING),
    body: NOTHING,
  }));
  return writeRecords('receipt', records);
}

export function readReceipts(bytes: Uint8Array): ReadReceiptsOutcome {
  const read = readRecords('receipt', bytes);
  if (!read.ok) return read;
  const receipts: CarriedReceipt[] = [];
  const lost: { index: number; total: number }[] = [];
  for (const { total, entries } of read.carried) {
    for (const entry of entries) {
      if (entry.state !== 'whole') lost.push({ index: entry.index, total });
      else {
        for (const { digest, note } of entry.records)
          receipts.push({ digest, receipt: note.slice(0, ACCEPTANCE_BYTES) });
      }
    }
  }
  return { ok: true, receipts, lost };
}

/**
 * Which digests these receipts prove to be accepted. A forged receipt beside a true one harms nothing; one for another digest,
 * or by another key, proves nothing.
 */
export function provenBy(
  receipts: readonly CarriedReceipt[],
  acceptKeys: readonly Uint8Array[],
): (digest: Uint8Array) => boolean {
  const proven = new Set(
    receipts
      .filter(({ digest, receipt }) => verifyAcceptance(receipt, digest, acceptKeys).ok)
      .map(({ digest }) => toHex(digest)),
  );
  return (digest) => proven.has(toHex(digest));
}
