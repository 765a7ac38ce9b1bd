/**
 * A carried file, read and submitted (libs/sdk/BUNDLE.md). Whoever carries holds no key and is not trusted: receipts are checked here only so
 * that the carrier hears of an impostor at once; the sender checks them again.
 */
import { toHex } from '#crypto';
import type { Storage, Transport } from '#sdk';
import {
  MAX_FILE_BYTES,
  provenBy,
  readBundle,
  readReceipts,
  relay,
  wholeEnvelopes,
  writeReceipts,
  type CarriedEnvelope,
  type CarriedReceipt,
} from '#sdk/carried';

export type FoundInFile =
  | { readonly ok: true; readonly envelopes: readonly CarriedEnvelope[]; readonly damaged: number }
  | { readonly ok: false; readonly reason: 'too-large' | 'nothing-recognised' };

export async function readCarriedFile(file: Blob): Promise<FoundInFile> {
  if (file.size > MAX_FILE_BYTES) return { ok: false, reason: 'too-large' };
  const read = readBundle(new Uint8Array(await file.arrayBuffer()));
  if (!read.ok) return read;
  const entries = read.bundles.flatMap((bundle) => bundle.entries);
  return {
    ok: true,
    envelopes: wholeEnvelopes(read.bundles),
    damaged: entries.filter(({ state }) => state !== 'whole').length,
  };
}

export interface RelayResult {
  readonly accepted: number;
  readonly impostor: boolean;
  /** The file to give back; null where nothing was accepted. */
  readonly receipts: Uint8Array | null;
}

interface Relaying {
  readonly transport: Transport;
  /** null where the directory has not come: then the sender finds out. */
  readonly acceptKeys: readonly Uint8Array[] | null;
  readonly done: (count: number) => void;
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

export async function relayFile(
  envelopes: readonly CarriedEnvelope[],
  { transport, acceptKeys, done }: Relaying,
): Promise<RelayResult> {
  const receipts: CarriedReceipt[] = [];
  let decided = 0;
  let impostor = false;
  await relay(envelopes, {
    transport,
    acceptKeys,
    sleep: pause,
    receipts: [],
    told: ({ digest }, relayed) => {
      decided += 1;
      if (relayed.kind === 'accepted') receipts.push({ digest, receipt: relayed.receipt });
      if (relayed.kind === 'wrong-receipt') impostor = true;
      done(decided);
      return Promise.resolve();
    },
  });
  const file = receipts.length > 0 ? writeReceipts(receipts) : null;
  return { accepted: receipts.length, impostor, receipts: file?.ok ? file.bytes : null };
}

/** Deletes from the outbox what the receipts prove to have arrived, and nothing else. Tells how many that were. */
export async function forgetProven(
  file: Blob,
  storage: Pick<Storage, 'list' | 'delete'>,
  acceptKeys: readonly Uint8Array[],
): Promise<number> {
  if (file.size > MAX_FILE_BYTES) return 0;
  const read = readReceipts(new Uint8Array(await file.arrayBuffer()));
  if (!read.ok) return 0;
  const isProven = provenBy(read.receipts, acceptKeys);
  const proven = read.receipts
    .filter(({ digest }) => isProven(digest))
    .map(({ digest }) => `outbox/${toHex(digest)}`);
  const held = (await storage.list('outbox/')).filter((name) => proven.includes(name));
  for (const name of held) await storage.delete(name);
  return held.length;
}
