/**
 * The pages as answers: each file in memory, compressed once, under its exact path. No folder is read while serving, so no path leads
 * out of one.
 */
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { PageFiles } from '#sdk/pages';

export type Coding = 'br' | 'gzip' | 'identity';

export interface PageAnswer {
  readonly type: string;
  readonly etag: string;
  readonly cache: string;
  readonly bodies: Readonly<Record<Coding, Buffer>>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};
/** Already as small as they get. */
const PACKED = ['.mp3', '.ogg', '.png'];
/** A name with the hash of its content never changes its content. */
const HASHED = /-[A-Z0-9]{8}\.[a-z]+$/;
const FOREVER = 'public, max-age=31536000, immutable';
/** Asked about each time, and answered in a few bytes while it is the same. */
const ASK = 'no-cache';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

async function answerOf(name: string, content: Uint8Array): Promise<PageAnswer> {
  const extension = extname(name);
  const type = TYPES[extension];
  if (type === undefined) throw new Error(`no content type is known for ${extension}`);
  const identity = Buffer.from(content);
  const packed = PACKED.includes(extension);
  const hint = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  return {
    type,
    etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    cache: HASHED.test(name) ? FOREVER : ASK,
    bodies: {
      identity,
      br: packed ? identity : await toBrotli(identity, { params: hint }),
      gzip: packed ? identity : await toGzip(identity, { level: 9 }),
    },
  };
}

/** By path: `/` is index.html, which has no second address. */
export async function pageAnswers(files: PageFiles): Promise<ReadonlyMap<string, PageAnswer>> {
  const answers = await Promise.all(
    [...files].map(async ([name, content]) => {
      const path = name === 'index.html' ? '/' : `/${name}`;
      return [path, await answerOf(name, content)] as const;
    }),
  );
  return new Map(answers);
}

/** The smallest that the client says it takes; `q=0` means that it does not. */
export function codingFor(accepted: string | undefined): Coding {
  const takes = (name: string): boolean =>
    (accepted ?? '').split(',').some((one) => {
      const [coding = '', ...parameters] = one
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      return coding === name && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    });
  if (takes('br')) return 'br';
  return takes('gzip') ? 'gzip' : 'identity';
}
