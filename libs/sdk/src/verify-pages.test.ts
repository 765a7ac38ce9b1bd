/** Whoever asks is told when a single byte of the page is another than the roots signed. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, newSignKeyPair, utf8 } from '#crypto';
import { checkPages, makePages, PAGES, type PageFiles, type Pages } from './pages.js';
import { verifyPages, type PagesOutcome } from './verify-pages.js';

const BUNDLE: PageFiles = new Map([
  ['index.html', utf8('<!doctype html>')],
  ['main-AAAAAAAA.js', utf8('seal(report)')],
  ['sw.js', utf8('keep()')],
]);
const ORIGIN = 'https://aviso.example';

let pages: Pages;
beforeAll(async () => {
  await cryptoReady();
  const pin = {
    deployment: 'test',
    demo: false,
    roots: [newSignKeyPair().publicKey],
    threshold: 1,
    witnesses: [],
  };
  pages = await makePages(BUNDLE, { pin, built: new Date('2026-05-04T10:00:00Z') });
});

/** A server that serves these files, one answer of it replaced. */
const serving =
  (files: PageFiles, answers: Readonly<Record<string, () => Promise<Response>>> = {}): typeof fetch =>
  (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const instead = answers[pathname];
    if (instead) return instead();
    const content = files.get(pathname === '/' ? 'index.html' : pathname.slice(1));
    return Promise.resolve(
      content ? new Response(new Uint8Array(content)) : new Response(null, { status: 404 }),
    );
  };
const asked = (
  fetch: typeof globalThis.fetch,
  signed: Uint8Array | null = pages.hash,
): Promise<PagesOutcome> => verifyPages({ origin: ORIGIN, signed, fetch });

function altered(name: string): Map<string, Uint8Array> {
  const files = new Map(pages.files);
  const content = new Uint8Array(files.get(name) ?? new Uint8Array(0));
  content[0] = (content[0] ?? 0) ^ 1;
  return files.set(name, content);
}

describe('a page that anybody can check', () => {
  it('is whole where every byte is as the roots signed it', async () => {
    expect(await asked(serving(pages.files))).toEqual({ ok: true, files: 4 });
  });

  it('is not, with one byte altered in any file, and the file is named', async () => {
    const names = [...pages.files.keys()].filter((name) => name !== PAGES);
    expect(names).toContain('deployment.json');
    for (const path of names) {
      const outcome = await asked(serving(altered(path)));
      expect(outcome).toMatchObject({ ok: false, reason: 'files', faulty: [{ path, fault: 'differs' }] });
    }
  });

  it('is not, where the server wrote a manifest of its own for its own files', async () => {
    const evil = new Map(BUNDLE).set('main-AAAAAAAA.js', utf8('leak(report)'));
    const pin = {
      deployment: 'test',
      demo: false,
      roots: [newSignKeyPair().publicKey],
      threshold: 1,
      witnesses: [],
    };
    const theirs = await makePages(evil, { pin, built: new Date() });
    expect(await asked(serving(theirs.files))).toEqual({ ok: false, reason: 'manifest', fault: 'differs' });
  });

  it('cannot be judged without a page in the signed head, or without an answer', async () => {
    expect(await asked(serving(pages.files), null)).toEqual({ ok: false, reason: 'not-signed' });
    const silent = serving(pages.files, { '/pages.json': () => Promise.reject(new TypeError('no route')) });
    expect(await asked(silent)).toEqual({ ok: false, reason: 'manifest', fault: 'unreachable' });
    const without = new Map(pages.files);
    without.delete('sw.js');
    expect(await asked(serving(without))).toMatchObject({ faulty: [{ path: 'sw.js', fault: 'missing' }] });
  });

  it('makes nobody fetch without end: a file is read to one piece beyond its size', async () => {
    let given = 0;
    const endless = serving(pages.files, {
      '/main-AAAAAAAA.js': () =>
        Promise.resolve(
          new Response(
            new ReadableStream<Uint8Array>({
              pull(controller) {
                given += 1024;
                controller.enqueue(new Uint8Array(1024));
              },
            }),
          ),
        ),
    });
    expect(await asked(endless)).toMatchObject({ faulty: [{ path: 'main-AAAAAAAA.js', fault: 'differs' }] });
    expect(given).toBeLessThan(16 * 1024);
  });

  it('is served by nobody who holds half of it, or one file more', () => {
    expect(checkPages(pages.files)?.hash).toEqual(pages.hash);
    expect(checkPages(altered('sw.js'))).toBeNull();
    expect(checkPages(new Map(pages.files).set('more.js', utf8('x')))).toBeNull();
    expect(checkPages(new Map(pages.files).set(PAGES, utf8('{}')))).toBeNull();
    expect(checkPages(BUNDLE)).toBeNull();
  });

  it('has another worker as soon as one of its files is another, so that a telephone notices', async () => {
    const of = async (bundle: PageFiles): Promise<Uint8Array | undefined> => {
      const pin = {
        deployment: 'test',
        demo: false,
        roots: [new Uint8Array(32)],
        threshold: 1,
        witnesses: [],
      };
      return (await makePages(bundle, { pin, built: new Date('2026-05-04') })).files.get('sw.js');
    };
    expect(await of(BUNDLE)).toEqual(await of(BUNDLE));
    expect(await of(BUNDLE)).not.toEqual(await of(new Map(BUNDLE).set('a.json', utf8('{}'))));
  });
});
