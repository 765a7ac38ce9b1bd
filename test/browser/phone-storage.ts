/** What a browser holds of our origin, asked from inside it. */
import type { Page } from 'playwright-core';

export interface Held {
  readonly databases: readonly string[];
  /** Names in the page's own storage. */
  readonly kept: readonly string[];
  readonly caches: readonly string[];
  readonly workers: readonly string[];
  readonly local: number;
  readonly session: number;
}

/** Run by the debugger, which the page's policy does not bind. */
const LOOK = `(async () => {
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  const kept = databases.includes('amparo')
    ? await new Promise((resolve, reject) => {
        const opened = indexedDB.open('amparo');
        opened.onerror = () => reject(opened.error);
        opened.onsuccess = () => {
          const keys = opened.result.transaction('kept').objectStore('kept').getAllKeys();
          keys.onsuccess = () => { opened.result.close(); resolve(keys.result); };
        };
      })
    : [];
  const workers = (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname).sort();
  return { databases, kept, caches: await caches.keys(), workers, local: localStorage.length, session: sessionStorage.length };
})()`;

export const held = (page: Page): Promise<Held> => page.evaluate<Held>(LOOK);
