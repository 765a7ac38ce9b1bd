/**
 * Is the page that a server serves the one that the roots signed? Fetches the manifest and every file in it, as strangers do, and compares
 * (libs/crypto/PROTOCOL.md §5.12). Nothing that is served is believed: not the manifest, unless the head names its hash; not a length.
 *
 * It says what *we* were served, now. A server that knows who asks can show others something else: ask over Tor, from several places.
 */
import { decodePages, equalBytes, hash, MAX_DOCUMENT_BYTES } from '#crypto';
import { PAGES } from './pages.js';
import { readAtMost, type Fetch } from './transport.js';

export type PageFault = 'differs' | 'missing' | 'unreachable';

export interface FaultyFile {
  readonly path: string;
  readonly fault: PageFault;
}

export type PagesOutcome =
  | { readonly ok: true; readonly files: number }
  /** The head names no page: nobody can say what should be served. */
  | { readonly ok: false; readonly reason: 'not-signed' }
  /** pages.json itself is not what the roots signed, so that nothing is known of the other files. */
  | { readonly ok: false; readonly reason: 'manifest'; readonly fault: PageFault }
  | {
      readonly ok: false;
      readonly reason: 'files';
      readonly faulty: readonly FaultyFile[];
      readonly files: number;
    };

export interface VerifyPagesOptions {
  /** Where the page is. */
  readonly origin: string;
  /** `documents.pages` of a head that was verified. */
  readonly signed: Uint8Array | null;
  readonly fetch?: Fetch;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;

export async function verifyPages(options: VerifyPagesOptions): Promise<PagesOutcome> {
  const { signed, origin, timeoutMs = TIMEOUT_MS } = options;
  const call = options.fetch ?? globalThis.fetch;
  if (signed === null) return { ok: false, reason: 'not-signed' };

  /** At most one byte more than it should have: enough to see that it is another file. */
  async function served(path: string, limit: number): Promise<Uint8Array | PageFault> {
    try {
      const response = await call(new URL(path === 'index.html' ? '/' : `/${path}`, origin), {
        redirect: 'error',
        headers: { accept: '*/*' },
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) return 'missing';
      return (await readAtMost(response, limit)) ?? 'differs';
    } catch {
      return 'unreachable';
    }
  }

  const document = await served(PAGES, MAX_DOCUMENT_BYTES);
  if (typeof document === 'string') return { ok: false, reason: 'manifest', fault: document };
  if (!equalBytes(hash(document), signed)) return { ok: false, reason: 'manifest', fault: 'differs' };
  const { files } = decodePages(document);
  const faulty: FaultyFile[] = [];
  for (const { path, size, hash: expected } of files) {
    const content = await served(path, size);
    if (typeof content === 'string') faulty.push({ path, fault: content });
    else if (!equalBytes(hash(content), expected)) faulty.push({ path, fault: 'differs' });
  }
  if (faulty.length > 0) return { ok: false, reason: 'files', faulty, files: files.length };
  return { ok: true, files: files.length };
}
