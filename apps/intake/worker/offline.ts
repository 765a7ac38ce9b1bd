/**
 * The page without a signal. At its installation it stores every file of one version, each only if its bytes are those of that version, and
 * from then on serves them from there. A newer version is stored beside and waits until no tab uses the older one: a report that is half
 * written never meets another version's files.
 */
/** Written before this script when the pages of a deployment are made (libs/sdk/src/pages.ts). */
declare const AMPARO_PAGES: {
  readonly version: string;
  /** Path and Subresource Integrity. */
  readonly files: readonly (readonly [path: string, integrity: string])[];
};
declare const self: ServiceWorkerGlobalScope;

const PREFIX = 'page-';
const CACHE = PREFIX + AMPARO_PAGES.version;
const PATHS = new Set(AMPARO_PAGES.files.map(([path]) => path));
/** The name says what is in it: as good from the browser's cache, or from an older version's. */
const isHashed = (path: string): boolean => /-[A-Z0-9]{8}\.[a-z]+$/.test(path);

async function fetched(path: string, integrity: string): Promise<Response> {
  const known = isHashed(path) ? await caches.match(path) : undefined;
  if (known) return known;
  const cache = isHashed(path) ? 'default' : 'no-cache';
  const answer = await fetch(path, { integrity, cache, redirect: 'error', credentials: 'omit' });
  if (!answer.ok) throw new Error('a file of the page is missing');
  return answer;
}

/** One after the other: on 2G the page itself comes first. What is there already when it is cut off is not asked for again. */
async function storeAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const [path, integrity] of AMPARO_PAGES.files)
    if (!(await cache.match(path))) await cache.put(path, await fetched(path, integrity));
}

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

async function stored(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

self.addEventListener('install', (event) => {
  event.waitUntil(storeAll());
});
self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOlder());
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  const ours = request.method === 'GET' && origin === self.location.origin && PATHS.has(pathname);
  // Reports go to the network, and so does everything that is no file of the page.
  if (ours && (search === '' || pathname === '/')) event.respondWith(stored(pathname, request));
});
