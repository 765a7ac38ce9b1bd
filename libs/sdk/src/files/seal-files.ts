/**
 * From files on the device to sealed ones in the tray, and to what the report says of them (PROTOCOL.md §10.2). Read, hashed, sealed
 * and kept chunk by chunk: neither a page nor a partner's server ever holds a video whole.
 */
import { MAX_FILE_BYTES, randomBytes, RunningHash, toBase64Url, toHex, wipe } from '#crypto';
import { newBlob, quorumFileKey, sealFile, type SealedFile } from '#crypto/files';
import { MAX_ATTACHMENTS, type Attachment, type AttachmentForm, type AttachmentKind } from '#vocabulary';
import type { SealedFiles } from '../seal-report.js';
import type { FileTray } from './file-tray.js';

export interface FileToSeal {
  readonly kind: AttachmentKind;
  readonly form: AttachmentForm;
  /** Media type; parameters are left out, and what is none becomes `application/octet-stream`. */
  readonly type: string;
  readonly bytes: Blob;
  /** Opens only where custodians agree: an original with its marks of place and device, a voice that was not masked. */
  readonly forQuorum: boolean;
  /** What this one was made from: another of the same list by its position, or one that is not sent. */
  readonly madeFrom?: { readonly at: number } | { readonly bytes: Blob };
}

export type SealFilesRefusal = 'too-many' | 'too-long' | 'unreadable' | 'no-room';

export type SealFilesOutcome =
  | ({ readonly ok: true } & SealedFiles)
  /** Nothing is kept of any of them. `at`: which one. */
  | { readonly ok: false; readonly reason: SealFilesRefusal; readonly at: number | null };

export interface SealFilesOptions {
  readonly tray: FileTray;
  /** Bytes read so far, of all. */
  readonly onProgress?: (read: number, of: number) => void;
}

const PIECE_BYTES = 256 * 1024;
const TYPE = /^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,63}$/;

class Unreadable extends Error {}

/** Bytes of a file, a little at a time. The person may have deleted it meanwhile, or taken out the card. */
async function* piecesOf(file: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    const piece = file.slice(at, at + PIECE_BYTES);
    const bytes = await piece.arrayBuffer().catch(() => Promise.reject(new Unreadable()));
    if (bytes.byteLength !== piece.size) throw new Unreadable();
    yield new Uint8Array(bytes);
  }
}

function plainType(type: string): string {
  const essence = type.split(';')[0]?.trim().toLowerCase() ?? '';
  return TYPE.test(essence) ? essence : 'application/octet-stream';
}

async function sealOne(
  file: Blob,
  blob: string,
  key: Uint8Array,
  { tray }: SealFilesOptions,
  onPiece: (bytes: number) => void,
): Promise<SealedFile> {
  const sealing = sealFile(key, file.size);
  const writer = tray.writer(blob);
  for await (const piece of piecesOf(file)) {
    await writer.write(sealing.seal(piece));
    onPiece(piece.length);
  }
  const rest = sealing.finish();
  for (let next = rest.next(); ; next = rest.next()) {
    if (next.done) {
      await writer.end(next.value.sizeClass);
      return next.value;
    }
    await writer.write(next.value);
  }
}

/** H of a file that is not sent itself. */
async function hashOf(file: Blob): Promise<string> {
  const running = new RunningHash();
  for await (const piece of piecesOf(file)) running.add(piece);
  return toBase64Url(running.end());
}

function refusal(files: readonly FileToSeal[]): SealFilesOutcome | null {
  if (files.length > MAX_ATTACHMENTS) return { ok: false, reason: 'too-many', at: null };
  const long = files.findIndex(({ bytes }) => bytes.size > MAX_FILE_BYTES);
  return long < 0 ? null : { ok: false, reason: 'too-long', at: long };
}

export async function sealFiles(
  files: readonly FileToSeal[],
  options: SealFilesOptions,
): Promise<SealFilesOutcome> {
  const refused = refusal(files);
  if (refused) return refused;
  const blobs = files.map(() => newBlob());
  const secret = files.some(({ forQuorum }) => forQuorum) ? randomBytes(32) : null;
  const of = files.reduce((sum, { bytes }) => sum + bytes.size, 0);
  const sealed: Omit<Attachment, 'derivedFrom'>[] = [];
  let read = 0;
  try {
    for (const [at, file] of files.entries()) {
      const blob = blobs[at] ?? newBlob();
      const key = file.forQuorum && secret ? quorumFileKey(secret, blob) : randomBytes(32);
      const facts = await sealOne(file.bytes, toHex(blob), key, options, (bytes) => {
        read += bytes;
        options.onProgress?.(read, of);
      });
      sealed.push({
        blob: toHex(blob),
        kind: file.kind,
        form: file.form,
        type: plainType(file.type),
        sizeClass: facts.sizeClass,
        key: file.forQuorum ? null : toBase64Url(key),
        sealedHash: toBase64Url(facts.sealedHash),
        originalHash: toBase64Url(facts.originalHash),
      });
      wipe(key);
    }
    const attachments = await Promise.all(sealed.map((one, at) => derived(one, files[at], sealed)));
    return { ok: true, attachments, fileSecret: secret && toBase64Url(secret) };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    for (const blob of blobs) await options.tray.drop(toHex(blob)).catch(() => undefined);
    return { ok: false, reason: error instanceof Unreadable ? 'unreadable' : 'no-room', at: sealed.length };
  } finally {
    if (secret) wipe(secret);
  }
}

async function derived(
  one: Omit<Attachment, 'derivedFrom'>,
  file: FileToSeal | undefined,
  sealed: readonly Omit<Attachment, 'derivedFrom'>[],
): Promise<Attachment> {
  const from = file?.madeFrom;
  if (!from) return { ...one, derivedFrom: null };
  if ('bytes' in from) return { ...one, derivedFrom: { hash: await hashOf(from.bytes), blob: null } };
  const source = sealed[from.at];
  if (!source) throw new RangeError('made from a file that is not in the list');
  return { ...one, derivedFrom: { hash: source.originalHash, blob: source.blob } };
}
