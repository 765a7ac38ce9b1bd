/**
 * Where this page keeps its few bytes. A shared phone: in memory, and they go with the page. One's own: in the browser's storage, with
 * workers for the times without a signal. Only sealed or public bytes come here (the storage port of `#sdk`).
 */
import { memoryStorage, type Storage } from '#sdk';
import { alone } from './alone.js';
import { indexedDbStorage, isDatabaseThere } from './indexed-db.js';
import { installWorkers, sendWhenThereIsSignal } from './service-workers.js';

export interface Device {
  readonly storage: Storage;
  /** Something sealed lies in the storage and waits for a signal. */
  readonly waiting: () => void;
  /** One sender at a time. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

/** May fail for many reasons that are the browser's own; none of them is worth stopping a report. */
const quietly = (work: Promise<unknown>): void => {
  work.catch(() => undefined);
};

/** The browser offers to install the page only once it has been told that there is something to install. */
function offerInstallation(): void {
  if (document.querySelector('link[rel="manifest"]')) return;
  const link = document.createElement('link');
  link.rel = 'manifest';
  link.href = '/manifest.webmanifest';
  document.head.append(link);
}

export function openDevice(whose: 'own' | 'shared'): Device {
  if (whose === 'shared')
    return { storage: memoryStorage(), waiting: () => undefined, alone: (work) => work() };
  offerInstallation();
  quietly(installWorkers());
  return {
    storage: indexedDbStorage(),
    alone,
    waiting: () => {
      quietly(sendWhenThereIsSignal());
    },
  };
}

/** The person said on an earlier visit that this phone is their own. Where the browser does not tell, nothing is assumed. */
export const wasOwn = (): Promise<boolean> => isDatabaseThere().catch(() => false);
