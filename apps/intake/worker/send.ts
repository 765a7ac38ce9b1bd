/**
 * Sends what waits on a phone of one's own when the signal is back and the page is closed. It holds no key of anybody and sees only sealed
 * envelopes; each leaves the phone's storage when its receipt verifies against the signed directory, and not before.
 *
 * Files go after the reports. Which partner's link a report came by is not stored on the phone: what is sent from here claims no channel.
 */
import { createOutbox, createTransport, openDirectory } from '#sdk';
import { solveWork } from '#sdk/solve-work';
import { readDeployment } from '../src/deployment/deployment.js';
import { alone } from '../src/device/alone.js';
import { sendAttached } from '../src/files/send-attached.js';
import { indexedDbStorage } from '../src/device/indexed-db.js';

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}
declare const self: ServiceWorkerGlobalScope;

/** The browser wakes us again, later each time: there is no use in insisting now. */
const ATTEMPTS = 2;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const solve = (challenge: string): Promise<string | null> => solveWork(challenge);

/** Fails while anything still waits, so that the browser tries again. */
async function sendAll(): Promise<void> {
  const deployment = await readDeployment();
  const { built } = deployment;
  const pin = await deployment.pin();
  const storage = indexedDbStorage();
  const transport = createTransport({ url: new URL('/graphql', self.location.origin).href });
  const outbox = createOutbox({ storage, transport, sleep: pause, solve, attempts: ATTEMPTS });
  const filesWait = async (): Promise<boolean> => (await storage.list('files/')).length > 0;
  if ((await outbox.pending()).length === 0 && !(await filesWait())) return;
  const opened = await openDirectory({ pin, built, transport, storage, now: new Date() });
  if (!opened.ok) throw new Error(opened.reason);
  const { accept } = opened.directory.directory.servers;
  for (const digest of await outbox.pending()) await outbox.send(digest, accept);
  if ((await outbox.pending()).length > 0) throw new Error('something still waits');
  // After the reports, which people wait for, and which say how to open them.
  if (!(await filesWait())) return;
  const { origin } = self.location;
  const left = await sendAttached({ storage, origin, acceptKeys: accept, channel: null, sleep: pause });
  if (left > 0) throw new Error('files still wait');
}

/** Waits for the page while it sends by itself, and then finds nothing to do. */
const sendAlone = (): Promise<void> => alone(sendAll);

self.addEventListener('sync', (event: Event) => {
  const { tag } = event as SyncEvent;
  if (tag === 'outbox') (event as SyncEvent).waitUntil(sendAlone());
});
