/**
 * A bundle (libs/sdk/BUNDLE.md): many sealed envelopes in one file that anybody may carry. It holds the envelopes and, where a
 * partner's software signed for one, that channel's claim. No name, no time, no address, no count of people: who takes it
 * away learns how many sealed reports there were, and how large.
 */
import { decodeEnvelope, envelopeDigest, fromHex, toHex } from '#crypto';
import { NOTE_BYTES } from './head.js';
import { readRecords, writeRecords, type CarriedRecord, type WriteOutcome } from './records.js';

/** Which channel relayed it, and that channel's signature over this very envelope; null for a public link, which has no key. */
export interface ChannelClaim {
  readonly id: string;
  readonly signature: Uint8Array | null;
}

export interface CarriedEnvelope {
  readonly envelope: Uint8Array;
  readonly digest: Uint8Array;
  readonly claim: ChannelClaim | null;
}

export type BundleEntry =
  | { readonly index: number; readonly state: 'whole'; readonly envelopes: readonly CarriedEnvelope[] }
  | { readonly index: number; readonly state: 'damaged' | 'missing' };

export interface Bundle {
  /** Short and random to look at; the same envelopes give the same one. */
  readonly id: string;
  readonly total: number;
  readonly entries: readonly BundleEntry[];
}

export type MakeBundleOutcome = WriteOutcome | { readonly ok: false; readonly reason: 'not-an-envelope' };

export type ReadBundleOutcome =
  | { readonly ok: true; readonly bundles: readonly Bundle[]; readonly crowded: boolean }
  | { readonly ok: false; readonly reason: 'too-large' | 'nothing-recognised' };

const SIGNATURE_BYTES = 64;
const CLAIM = { none: 0, named: 1, signed: 2 } as const;

function encodeClaim(claim: ChannelClaim | null): Uint8Array {
  const note = new Uint8Array(NOTE_BYTES);
  if (!claim) return note;
  note[0] = claim.signature ? CLAIM.signed : CLAIM.named;
  note.set(fromHex(claim.id.replaceAll('-', '')), 1);
  if (claim.signature) note.set(claim.signature, NOTE_BYTES - SIGNATURE_BYTES);
  return note;
}

function decodeClaim(note: Uint8Array): ChannelClaim | null {
  const [kind] = note;
  if (kind !== CLAIM.named && kind !== CLAIM.signed) return null;
  const hex = toHex(note.subarray(1, 17));
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  );
  return { id, signature: kind === CLAIM.signed ? note.slice(NOTE_BYTES - SIGNATURE_BYTES) : null };
}

/** The same envelope twice is one. The order is that of the digests: it must not tell which report came first. */
export function makeBundle(
  envelopes: readonly { envelope: Uint8Array; claim: ChannelClaim | null }[],
): MakeBundleOutcome {
  if (envelopes.some(({ envelope }) => !decodeEnvelope(envelope).ok))
    return { ok: false, reason: 'not-an-envelope' };
  const records = new Map<string, CarriedRecord>();
  for (const { envelope, claim } of envelopes) {
    const digest = envelopeDigest(envelope);
    const name = toHex(digest);
    if (!records.has(name) || claim) records.set(name, { digest, note: encodeClaim(claim), body: envelope });
  }
  const sorted = [...records].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, record]) => record);
  return writeRecords('envelope', sorted);
}

const toCarried = ({ body, digest, note }: CarriedRecord): CarriedEnvelope => ({
  envelope: body,
  digest,
  claim: decodeClaim(note),
});

export function readBundle(bytes: Uint8Array): ReadBundleOutcome {
  const read = readRecords('envelope', bytes);
  if (!read.ok) return read;
  const bundles = read.carried.map(({ file, total, entries }) => ({
    id: file,
    total,
    entries: entries.map((entry) =>
      entry.state === 'whole' ? { ...entry, envelopes: entry.records.map(toCarried) } : entry,
    ),
  }));
  return { ok: true, bundles, crowded: read.crowded };
}

/** Every envelope that came whole, once each, however many bundles held it. */
export function wholeEnvelopes(bundles: readonly Bundle[]): CarriedEnvelope[] {
  const all = new Map<string, CarriedEnvelope>();
  for (const entry of bundles.flatMap(({ entries }) => entries)) {
    if (entry.state !== 'whole') continue;
    for (const envelope of entry.envelopes) {
      const name = toHex(envelope.digest);
      if (!all.get(name)?.claim) all.set(name, envelope);
    }
  }
  return [...all.values()];
}
