/**
 * A carried file as short texts (libs/sdk/BUNDLE.md §7): for QR codes, or for messages. Each says which file it is of, its number
 * and how many there are, and checks itself. Order does not matter, twice does not matter, parts of two files are told
 * apart; what is missing or mistyped is named, and the rest is put in its place, so that the envelopes that are whole
 * without it can be read.
 */
import { concat, digestOf, fromBase64Url, toBase64Url, toHex, utf8 } from '#crypto';
import { base45Length, fromBase45, toBase45 } from './base45.js';

export type PartForm = 'qr' | 'message';

/** 900 characters are a QR code of 93 × 93 that old phones read from paper; 1,500 pass through every messenger and as ten SMS. */
export const PART_CHARACTERS: Readonly<Record<PartForm, number>> = { qr: 900, message: 1500 };
/** Nobody photographs more codes than this, and nobody pastes more messages. */
export const MAX_PARTS = 999;
const MAX_FILES = 64;
/** With `message` parts of full length. */
const MAX_BYTES = MAX_PARTS * 1100;

const CHECK_BYTES = 8;
const ID_DIGITS = 8;
const HEAD_CHECK_DIGITS = 6;
const LETTER: Readonly<Record<PartForm, string>> = { qr: 'Q', message: 'M' };
/** `AMPARO1Q:` file `:` number `/` parts `:` bytes `:` check `:`, at its longest. */
const HEAD_CHARACTERS =
  9 + (ID_DIGITS + 1) + (2 * String(MAX_PARTS).length + 2) + (7 + 1) + (HEAD_CHECK_DIGITS + 1);

export type SplitOutcome =
  | { readonly ok: true; readonly id: string; readonly parts: readonly string[] }
  | { readonly ok: false; readonly reason: 'empty' | 'too-many-parts' };

interface PartHead {
  readonly id: string;
  readonly number: number;
  readonly parts: number;
  /** Of the whole file. */
  readonly bytes: number;
}

const headText = ({ id, number, parts, bytes }: PartHead): string =>
  `${id}:${String(number)}/${String(parts)}:${String(bytes)}`;
const headCheck = (head: string): string =>
  toHex(digestOf('carried-part-head', utf8(head)))
    .slice(0, HEAD_CHECK_DIGITS)
    .toUpperCase();
const payloadCheck = (head: string, payload: Uint8Array): Uint8Array =>
  digestOf('carried-part', utf8(`${head}:`), payload).subarray(0, CHECK_BYTES);

const stepOf = ({ bytes, parts }: PartHead): number => Math.ceil(bytes / parts);
/** Where the part's payload lies in the file. */
const placeOf = (head: PartHead): { from: number; to: number } => {
  const from = (head.number - 1) * stepOf(head);
  return { from, to: Math.min(head.bytes, from + stepOf(head)) };
};

function codedLength(form: PartForm, bytes: number): number {
  return form === 'qr' ? base45Length(bytes) : Math.ceil((bytes * 4) / 3);
}

function payloadOf(form: PartForm): number {
  const room = PART_CHARACTERS[form] - HEAD_CHARACTERS;
  const bytes = form === 'qr' ? Math.floor(room / 3) * 2 : Math.floor((room * 3) / 4);
  return bytes - CHECK_BYTES;
}

export function splitIntoParts(file: Uint8Array, form: PartForm): SplitOutcome {
  if (file.length === 0) return { ok: false, reason: 'empty' };
  const parts = Math.ceil(file.length / payloadOf(form));
  if (parts > MAX_PARTS) return { ok: false, reason: 'too-many-parts' };
  const id = toHex(digestOf('carried-parts', file)).slice(0, ID_DIGITS).toUpperCase();
  const texts = Array.from({ length: parts }, (_, at) => {
    const head: PartHead = { id, number: at + 1, parts, bytes: file.length };
    const { from, to } = placeOf(head);
    const text = headText(head);
    const payload = file.subarray(from, to);
    const coded = concat(payload, payloadCheck(text, payload));
    return `AMPARO1${LETTER[form]}:${text}:${headCheck(text)}:${form === 'qr' ? toBase45(coded) : toBase64Url(coded)}`;
  });
  return { ok: true, id, parts: texts };
}

export interface JoinedFile {
  readonly id: string;
  readonly parts: number;
  readonly missing: readonly number[];
  /** Present, but mistyped, cut, or contradicted by another part of the same number. */
  readonly damaged: readonly number[];
  /** The file; zeros where a part is missing or damaged. */
  readonly bytes: Uint8Array;
}

export type JoinOutcome =
  /** `unreadable`: parts whose first line is so damaged that nobody can say which they were. */
  | { readonly ok: true; readonly files: readonly JoinedFile[]; readonly unreadable: number }
  | { readonly ok: false; readonly reason: 'no-parts' | 'too-many-files' };

const START = /AMPARO1[QM]:/g;
const HEAD = /^AMPARO1([QM]):([0-9A-F]{8}):(\d{1,3})\/(\d{1,3}):(\d{1,7}):([0-9A-F]{6}):/;

/** Everything between one part's beginning and the next one's, in any number of texts. */
function pieces(texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    const starts = [...text.matchAll(START)].map(({ index }) => index);
    return starts.map((from, at) => text.slice(from, starts[at + 1]));
  });
}

type ReadPart = { readonly head: PartHead; readonly payload: Uint8Array | null };

/** null where even the head cannot be believed. */
function readPart(piece: string): ReadPart | null {
  const form: PartForm = piece.startsWith(`AMPARO1${LETTER.qr}`) ? 'qr' : 'message';
  // Messages are wrapped by whoever passes them on. In a QR part a space is a letter, and only line ends are foreign.
  const text = form === 'message' ? piece.replace(/\s/g, '') : piece.replace(/[\r\n\t]/g, '');
  const match = HEAD.exec(text);
  if (!match) return null;
  const [start, , id = '', number, parts, bytes, check] = match;
  const head: PartHead = { id, number: Number(number), parts: Number(parts), bytes: Number(bytes) };
  if (headCheck(headText(head)) !== check) return null;
  if (head.number < 1 || head.number > head.parts || head.bytes < head.parts || head.bytes > MAX_BYTES)
    return null;
  return { head, payload: readPayload(form, head, text.slice(start.length)) };
}

function readPayload(form: PartForm, head: PartHead, rest: string): Uint8Array | null {
  const { from, to } = placeOf(head);
  if (to <= from) return null;
  const length = codedLength(form, to - from + CHECK_BYTES);
  // What follows is not ours, such as a signature under a message. (No base45 ends with a space that an app could cut off.)
  const coded = rest.slice(0, length);
  const bytes = form === 'qr' ? fromBase45(coded) : attempted(coded);
  if (bytes?.length !== to - from + CHECK_BYTES) return null;
  const payload = bytes.subarray(0, to - from);
  const check = toHex(payloadCheck(headText(head), payload));
  return check === toHex(bytes.subarray(to - from)) ? payload : null;
}

function attempted(coded: string): Uint8Array | null {
  try {
    return fromBase64Url(coded);
  } catch {
    return null;
  }
}

/** By number: the payload; `null` for a damaged one, which a whole one of the same number heals. */
type Collected = {
  readonly head: PartHead;
  readonly payloads: Map<number, Uint8Array | null | 'contradicted'>;
};

function collect({ payloads }: Collected, { head, payload }: ReadPart): void {
  const known = payloads.get(head.number);
  if (!known || !payload) {
    if (known === undefined || payload) payloads.set(head.number, known === 'contradicted' ? known : payload);
  } else if (known !== 'contradicted' && toHex(known) !== toHex(payload)) {
    // Whoever made the second one also made its check. Taking the first would let the order decide.
    payloads.set(head.number, 'contradicted');
  }
}

function assemble({ head, payloads }: Collected): JoinedFile {
  const bytes = new Uint8Array(head.bytes);
  const missing: number[] = [];
  const damaged: number[] = [];
  for (let number = 1; number <= head.parts; number += 1) {
    const payload = payloads.get(number);
    if (payload === undefined) missing.push(number);
    else if (payload === null || payload === 'contradicted') damaged.push(number);
    else bytes.set(payload, placeOf({ ...head, number }).from);
  }
  return { id: head.id, parts: head.parts, missing, damaged, bytes };
}

export function joinParts(texts: readonly string[]): JoinOutcome {
  const found = pieces(texts);
  if (found.length === 0) return { ok: false, reason: 'no-parts' };
  const files = new Map<string, Collected>();
  let unreadable = 0;
  for (const piece of found) {
    const part = readPart(piece);
    if (!part) {
      unreadable += 1;
      continue;
    }
    const { id, parts, bytes } = part.head;
    const key = `${id}/${String(parts)}/${String(bytes)}`;
    const file = files.get(key) ?? { head: part.head, payloads: new Map() };
    files.set(key, file);
    if (files.size > MAX_FILES) return { ok: false, reason: 'too-many-files' };
    collect(file, part);
  }
  return { ok: true, files: [...files.values()].map(assemble), unreadable };
}
