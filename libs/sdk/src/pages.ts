/**
 * `#sdk/pages`: the reporter's page of one deployment, as files. A bundle without a deployment becomes pages: what the deployment is
 * (deployment.json), the service worker that knows its files, and last `pages.json`, which names every other file with its size and
 * hash. The hash of pages.json is `documents.pages` of the signed head (libs/crypto/PROTOCOL.md §5.12).
 */
import {
  decodePages,
  encodePages,
  encodeRootPin,
  equalBytes,
  FormatError,
  hash,
  toBase64Url,
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

export function makePages(bundle: PageFiles, { pin, built, exit = NOWHERE }: PageSettings): Pages {
  const files = new Map(bundle);
  const day = `${built.toISOString().slice(0, 10)}T00:00:00.000Z`;
  files.set(
    DEPLOYMENT,
    utf8(JSON.stringify({ demo: pin.demo, pin: toBase64Url(encodeRootPin(pin)), built: day, exit })),
  );
  const listed = [...files]
    .map(([path, content]) => ({ path, size: content.length, hash: hash(content) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
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
