/**
 * Files that hands carry (libs/sdk/BUNDLE.md §1–§4): records that describe themselves, read by a scan, so that damage to one
 * never reaches another. Bytes may be altered, missing, added, doubled, or changed by a mail program on the way; what is whole
 * comes out identical, and what is not is named by its number. Whoever wrote the file is not trusted: work and memory are
 * bounded by its length.
 */
import { concat, decodeEnvelope, digestOf, ENVELOPE_SIZES, envelopeDigest, equalBytes, toHex } from '#crypto';
import {
  bodyBytes,
  decodeHead,
  encodeHead,
  FILE_ID_BYTES,
  HEAD_BYTES,
  MARKER,
  MAX_RECORDS,
  type Head,
  type RecordKind,
} from './head.js';
import { otherReadings } from './transcoding.js';

export const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** Names of envelopes kept while reading; a file that claims more is read no further. */
const MAX_ENTRIES = 20_000;

export interface CarriedRecord {
  readonly digest: Uint8Array;
  readonly note: Uint8Array;
  /** The envelope; empty for a receipt. */
  readonly body: Uint8Array;
}

export type Entry =
  | { readonly index: number; readonly state: 'whole'; readonly records: readonly CarriedRecord[] }
  | { readonly index: number; readonly state: 'damaged' | 'missing' };

export interface Carried {
  /** Which file these records were made for; two that were put together are told apart by it. */
  readonly file: string;
  readonly total: number;
  readonly entries: readonly Entry[];
}

export type WriteOutcome =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: 'empty' | 'too-many' | 'too-large' };

export type ReadOutcome =
  /** `crowded`: it claims more than an honest file could hold, and was not read to its end. */
  | { readonly ok: true; readonly carried: readonly Carried[]; readonly crowded: boolean }
  | { readonly ok: false; readonly reason: 'too-large' | 'nothing-recognised' };

/** The same records give the same bytes: parts printed twice may be mixed. */
export function writeRecords(kind: RecordKind, records: readonly CarriedRecord[]): WriteOutcome {
  if (records.length === 0) return { ok: false, reason: 'empty' };
  if (records.length > MAX_RECORDS) return { ok: false, reason: 'too-many' };
  const length = records.reduce((sum, { body }) => sum + body.length + 2 * HEAD_BYTES, 0);
  if (length > MAX_FILE_BYTES) return { ok: false, reason: 'too-large' };
  const all = records.flatMap(({ digest, note }) => [digest, note]);
  const file = toHex(digestOf(`carried-${kind}`, ...all).subarray(0, FILE_ID_BYTES));
  const parts = records.flatMap(({ digest, note, body }, at) => {
    const sizeClass = Math.max(
      0,
      ENVELOPE_SIZES.findIndex((size) => size === body.length),
    );
    const head = { kind, sizeClass, file, index: at + 1, total: records.length, digest, note };
    return [encodeHead({ ...head, place: 'front' }), body, encodeHead({ ...head, place: 'back' })];
  });
  return { ok: true, bytes: concat(...parts) };
}

export function readRecords(kind: RecordKind, bytes: Uint8Array): ReadOutcome {
  if (bytes.length > MAX_FILE_BYTES) return { ok: false, reason: 'too-large' };
  const scan = new Scan(kind);
  scan.read(bytes);
  if (!scan.complete) for (const reading of otherReadings(bytes)) scan.read(reading);
  const carried = scan.result();
  if (carried.length === 0) return { ok: false, reason: 'nothing-recognised' };
  return { ok: true, carried, crowded: scan.crowded };
}

interface Found {
  readonly file: string;
  readonly total: number;
  /** By index, then by digest: whoever adds a false record under a number does not hide the true one. */
  readonly named: Map<number, Map<string, CarriedRecord | null>>;
}

class Scan {
  crowded = false;
  readonly #found = new Map<string, Found>();
  #entries = 0;

  constructor(private readonly kind: RecordKind) {}

  get complete(): boolean {
    const all = [...this.#found.values()];
    return all.length > 0 && all.every((one) => toEntries(one).every(({ state }) => state === 'whole'));
  }

  read(bytes: Uint8Array): void {
    // An honest record is hashed at most twice. Without this, heads that share one body would cost hours.
    let budget = 2 * bytes.length + 2 * Math.max(...ENVELOPE_SIZES);
    for (let at = bytes.indexOf(MARKER[0] ?? 0); at >= 0; at = bytes.indexOf(MARKER[0] ?? 0, at + 1)) {
      const head = decodeHead(bytes, at);
      if (head?.kind !== this.kind) continue;
      const known = this.#place(head);
      if (!known) return;
      const name = toHex(head.digest);
      if (known.get(name)) continue;
      const body = bodyOf(bytes, at, head);
      budget -= body?.length ?? 0;
      if (budget < 0) {
        this.crowded = true;
        return;
      }
      known.set(name, body && isWhole(head, body) ? { digest: head.digest, note: head.note, body } : null);
    }
  }

  result(): readonly Carried[] {
    return [...this.#found.values()].map((one) => ({
      file: one.file,
      total: one.total,
      entries: toEntries(one),
    }));
  }

  /** Where the records of this number are kept; null when the file names more than we are ready to remember. */
  #place({ file, total, index, digest }: Head): Map<string, CarriedRecord | null> | null {
    const key = `${file}/${String(total)}`;
    const found: Found = this.#found.get(key) ?? { file, total, named: new Map() };
    this.#found.set(key, found);
    const known = found.named.get(index) ?? new Map<string, CarriedRecord | null>();
    found.named.set(index, known);
    if (!known.has(toHex(digest)) && (this.#entries += 1) > MAX_ENTRIES) {
      this.crowded = true;
      return null;
    }
    return known;
  }
}

/** The body lies behind a front head and before a back head; null where the file has no such place. */
function bodyOf(bytes: Uint8Array, at: number, head: Head): Uint8Array | null {
  const length = bodyBytes(head);
  const from = head.place === 'front' ? at + HEAD_BYTES : at - length;
  return from < 0 || from + length > bytes.length ? null : bytes.subarray(from, from + length);
}

function isWhole({ kind, digest }: Head, body: Uint8Array): boolean {
  if (kind === 'receipt') return true;
  return decodeEnvelope(body).ok && equalBytes(envelopeDigest(body), digest);
}

function toEntries({ total, named }: Found): Entry[] {
  return Array.from({ length: total }, (_, at): Entry => {
    const index = at + 1;
    const known = named.get(index);
    if (!known) return { index, state: 'missing' };
    const records = [...known.values()].filter((record) => record !== null);
    return records.length > 0 ? { index, state: 'whole', records } : { index, state: 'damaged' };
  });
}
