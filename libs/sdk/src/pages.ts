/**
 * `#sdk/pages`: the reporter's page of one deployment, as files. A bundle without a deployment becomes pages: what the deployment is
 * (deployment.json), the service worker that knows its files, and last `pages.json`, which names every other file with its size and
 * hash. The hash of pages.json is `documents.pages` of the signed head (libs/crypto/PROTOCOL.md §5.12).
 */
import {
  concat,
  decodePages,
  encodePages,
  encodeRootPin,
  equalBytes,
  FormatError,
  hash,
  hash128,
  toBase64Url,
  toHex,
  utf8,
  type Draft,
  type Pages as PagesDocument,
  type RootPin,
} from '#crypto';

export type PageFiles = ReadonlyMap<string, Uint8Array>;

export interface PageSettings {
  readonly pin: Draft<RootPin>;
  /** When these pages were made, to the day: a phone whose clock is wrong must not take an old directory for a new one. */
  readonly built: Date;
  /** Where quick exit leads; the usual is a page of our own that says nothing. */
  readonly exit?: string;
}

export interface Pages {
  /** Including pages.json. */
  readonly files: PageFiles;
  /** For `documents.pages` of the head. */
  readonly hash: Uint8Array;
}

export const PAGES = 'pages.json';
const DEPLOYMENT = 'deployment.json';
const NOWHERE = '/blank.html';
const OFFLINE_WORKER = 'sw.js';
/** The browser itself keeps these. */
const WORKERS = [OFFLINE_WORKER, 'send.js'];

/** Paths as they are served, in the order in which the worker asks for them. */
const pathOf = (name: string): string => (name === 'index.html' ? '/' : `/${name}`);
const byName = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : 1;

async function integrityOf(content: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(content));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/** The service worker is told which files belong to its version; it is another worker as soon as one of them is another. */
async function knowing(worker: Uint8Array, files: PageFiles): Promise<Uint8Array> {
  const kept = [...files].filter(([name]) => !WORKERS.includes(name)).sort(byName);
  const listed: [string, string][] = [];
  for (const [name, content] of kept) listed.push([pathOf(name), await integrityOf(content)]);
  const version = toHex(hash128(utf8(JSON.stringify(listed))));
  return concat(utf8(`const AMPARO_PAGES=${JSON.stringify({ version, files: listed })};\n`), worker);
}

export async function makePages(bundle: PageFiles, settings: PageSettings): Promise<Pages> {
  const { pin, built, exit = NOWHERE } = settings;
  const files = new Map(bundle);
  const day = `${built.toISOString().slice(0, 10)}T00:00:00.000Z`;
  const deployment = { demo: pin.demo, pin: toBase64Url(encodeRootPin(pin)), built: day, exit };
  files.set(DEPLOYMENT, utf8(JSON.stringify(deployment)));
  const worker = files.get(OFFLINE_WORKER);
  if (worker) files.set(OFFLINE_WORKER, await knowing(worker, files));
  const listed = [...files]
    .sort(byName)
    .map(([path, content]) => ({ path, size: content.length, hash: hash(content) }));
  const document = encodePages({ files: listed });
  files.set(PAGES, document);
  return { files, hash: hash(document) };
}

function listedIn(document: Uint8Array): PagesDocument['files'] | null {
  try {
    return decodePages(document).files;
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** Null where they are not whole: a file too many, too few or other than listed, or a list in another form. */
export function checkPages(files: PageFiles): Pages | null {
  const document = files.get(PAGES);
  if (!document) return null;
  const listed = listedIn(document);
  if (!listed) return null;
  const whole = listed.every(({ path, hash: expected }) => {
    const content = files.get(path);
    return content !== undefined && equalBytes(hash(content), expected);
  });
  return whole && files.size === listed.length + 1 ? { files, hash: hash(document) } : null;
}
