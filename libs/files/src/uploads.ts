/**
 * Taking in sealed files by tus 1.0, and no more of tus than that needs: a place is made under the random name that the report already
 * holds, in one of 24 lengths; pieces of at most a mebibyte follow. No metadata, no length to be said later, no method in a header, no
 * address of anybody. The library sees a request of ours, made of the few headers that we know, and of its answer only numbers go out.
 */
import { Readable } from 'node:stream';
import { ERRORS, Server } from '@tus/server';
import { FILE_SIZES } from '#crypto';
import { ApiError } from '#graphql';
import type { BlobStore } from './blob-store.js';

/** Sixteen chunks and the head. */
const MAX_PIECE_BYTES = 16 * 65_553;
/** Pieces on their way at one moment, in this process: a line that is thin holds its place for up to two minutes. */
const AT_ONCE = 64;
const ORIGIN = 'http://files.invalid';

export type Told =
  | { readonly status: 201 | 204; readonly offset: number }
  | {
      readonly status: 200;
      readonly offset: number;
      readonly length: number;
      readonly receipt: Uint8Array | null;
    }
  | { readonly status: 404 }
  | { readonly status: 409 };

export class Uploads {
  readonly #server: Server;
  #running = 0;

  constructor(private readonly store: BlobStore) {
    this.#server = new Server({
      path: '/files',
      datastore: store.arriving,
      namingFunction: (request) => request.headers.get('amparo-blob') ?? '',
      relativeLocation: true,
      allowedOrigins: () => false,
    });
  }

  async create(blob: string, length: number): Promise<Told> {
    if (!FILE_SIZES.includes(length)) throw new ApiError('BAD_REQUEST');
    if (await this.store.whole(blob)) return { status: 409 };
    return this.#ask('POST', '', { 'upload-length': String(length), 'amparo-blob': blob }, null);
  }

  async look(blob: string, sign: (sealedHash: Uint8Array) => Uint8Array): Promise<Told> {
    // Also what was whole when the process was killed, one step before it could say so.
    await this.store.settle(blob, sign);
    const whole = await this.store.whole(blob);
    if (whole) return { status: 200, offset: whole.length, length: whole.length, receipt: whole.receipt };
    return this.#ask('HEAD', blob, {}, null);
  }

  /** `length` of this piece. */
  async append(blob: string, piece: { offset: number; length: number; bytes: Readable }): Promise<Told> {
    if (piece.length < 1 || piece.length > MAX_PIECE_BYTES) throw new ApiError('TOO_LARGE');
    if (this.#running >= AT_ONCE) throw new ApiError('UNAVAILABLE');
    this.#running += 1;
    try {
      if (!(await this.store.hasRoom(piece.length))) throw new ApiError('UNAVAILABLE');
      const headers = {
        'content-type': 'application/offset+octet-stream',
        'content-length': String(piece.length),
        'upload-offset': String(piece.offset),
      };
      return await this.#ask('PATCH', blob, headers, piece.bytes);
    } finally {
      this.#running -= 1;
    }
  }

  async #ask(
    method: string,
    blob: string,
    headers: Record<string, string>,
    bytes: Readable | null,
  ): Promise<Told> {
    const request = new Request(`${ORIGIN}/files/${blob}`, {
      method,
      headers: { 'tus-resumable': '1.0.0', ...headers },
      ...(bytes
        ? { body: Readable.toWeb(bytes) as ReadableStream<Uint8Array>, duplex: 'half' as const }
        : {}),
    });
    const answer = await this.#server.handleWeb(request);
    await answer.body?.cancel();
    return understand(answer);
  }
}

function understand({ status, headers }: Response): Told {
  const offset = Number(headers.get('upload-offset') ?? 0);
  if (status === 201 || status === 204) return { status, offset };
  if (status === 200) return { status, offset, length: Number(headers.get('upload-length')), receipt: null };
  if (status === 404 || status === ERRORS.FILE_NO_LONGER_EXISTS.status_code) return { status: 404 };
  if (status === 409) return { status };
  if (status === 413) throw new ApiError('TOO_LARGE');
  // A full disk, a lock that is held, an error of the library: the file stays with who sends it.
  if (status >= 500 || status === 423) throw new ApiError('UNAVAILABLE');
  throw new ApiError('BAD_REQUEST');
}
