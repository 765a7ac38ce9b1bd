/**
 * One sender at a time on one phone: without it the page, a second tab and the worker would all send the same sealed report at once, and 2G
 * would carry it three times. Where a browser has no locks they do, which costs time and nothing else: a report takes effect once.
 */
const LOCK = 'amparo-outbox';

export async function alone<T>(work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(LOCK, work);
}

const SEALING = 'amparo-sealing';

/** While it lasts nobody takes what is half sealed for what was left behind. */
export async function whileSealing<T>(work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(SEALING, { mode: 'shared' }, work);
}

/** Only where no page of this phone is sealing; where a browser cannot tell, not at all. */
export async function unlessSealing(work: () => Promise<unknown>): Promise<void> {
  if (!('locks' in navigator)) return;
  await navigator.locks.request(SEALING, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
  });
}
