/**
 * The head of a carried record (libs/sdk/BUNDLE.md §2): says everything about its record, so that no other place of the file is
 * needed to read it. It stands before and behind the body, and has a check of its own: damage to one copy costs nothing.
 */
import { concat, digestOf, ENVELOPE_SIZES, equalBytes, fromHex, toHex } from '#crypto';

/** `amparo` between two bytes that no text holds: a search for it does not stop at a letter that quotes us. */
export const MARKER = Uint8Array.of(0xf7, 0x61, 0x6d, 0x70, 0x61, 0x72, 0x6f, 0xf8);
export const HEAD_BYTES = 145;
export const NOTE_BYTES = 81;
export const FILE_ID_BYTES = 8;
export const MAX_RECORDS = 1000;

const VERSION = 1;
const KINDS = ['envelope', 'receipt'] as const;
const PLACES = ['front', 'back'] as const;
const CHECK_BYTES = 8;
const CHECKED_BYTES = HEAD_BYTES - CHECK_BYTES;

export type RecordKind = (typeof KINDS)[number];
export type Place = (typeof PLACES)[number];

export interface Head {
  readonly kind: RecordKind;
  readonly place: Place;
  /** Index into ENVELOPE_SIZES; 0 for a receipt, which has no body. */
  readonly sizeClass: number;
  /** 16 hexadecimal digits: which file it was made for. */
  readonly file: string;
  /** From 1 to total. */
  readonly index: number;
  readonly total: number;
  /** Of the envelope, 32 bytes. */
  readonly digest: Uint8Array;
  /** The channel's claim, or the receipt. */
  readonly note: Uint8Array;
}

export const bodyBytes = ({ kind, sizeClass }: Pick<Head, 'kind' | 'sizeClass'>): number =>
  kind === 'receipt' ? 0 : (ENVELOPE_SIZES[sizeClass] ?? 0);

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8);
const checkOf = (checked: Uint8Array): Uint8Array =>
  digestOf('carried-head', checked).subarray(0, CHECK_BYTES);

export function encodeHead(head: Head): Uint8Array {
  const { kind, place, sizeClass, file, index, total, digest, note } = head;
  const known = [VERSION, KINDS.indexOf(kind) + 1, PLACES.indexOf(place) + 1, sizeClass];
  const checked = concat(MARKER, Uint8Array.from(known), fromHex(file), u16(index), u16(total), digest, note);
  if (checked.length !== CHECKED_BYTES) throw new RangeError('a field of the head has a wrong length');
  return concat(checked, checkOf(checked));
}

/** null where no whole head stands at this place. */
export function decodeHead(bytes: Uint8Array, at: number): Head | null {
  const head = bytes.subarray(at, at + HEAD_BYTES);
  if (head.length !== HEAD_BYTES || !MARKER.every((byte, offset) => head[offset] === byte)) return null;
  const [version = 0, kindCode = 0, placeCode = 0, sizeClass = 0] = head.subarray(8, 12);
  const kind = KINDS[kindCode - 1];
  const place = PLACES[placeCode - 1];
  if (version !== VERSION || !kind || !place || sizeClass >= ENVELOPE_SIZES.length) return null;
  const checked = head.subarray(0, CHECKED_BYTES);
  if (!equalBytes(checkOf(checked), head.subarray(CHECKED_BYTES))) return null;
  const [low = 0, high = 0, totalLow = 0, totalHigh = 0] = head.subarray(20, 24);
  const index = low | (high << 8);
  const total = totalLow | (totalHigh << 8);
  if (index < 1 || index > total || total > MAX_RECORDS) return null;
  const file = toHex(head.subarray(12, 20));
  return {
    kind,
    place,
    sizeClass,
    file,
    index,
    total,
    digest: head.subarray(24, 56),
    note: head.subarray(56, 137),
  };
}
