/**
 * What stays on a phone of one's own besides the outbox: a worker that has the page without a signal, and one that sends what waits when the
 * signal is back and the page is closed. Never on a shared phone, and never before the person has said whose phone it is.
 */
const OFFLINE = '/sw.js';
const SENDING = '/send.js';
/** No page lies there: it wakes for sending alone, and not each time that the page is opened. */
const SENDING_SCOPE = '/send/';
const OUTBOX_TAG = 'outbox';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}
interface SyncingRegistration extends ServiceWorkerRegistration {
  readonly sync: { register(tag: string): Promise<void> };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
/** Under Trusted Types no other address can become a worker, whatever a mistake elsewhere in the page makes of it. */
const policy = trustedTypes?.createPolicy('amparo', {
  createScriptURL(url) {
    if (url !== OFFLINE && url !== SENDING) throw new TypeError('no worker of this page');
    return url;
  },
});

const register = (script: string, options: RegistrationOptions): Promise<ServiceWorkerRegistration> =>
  navigator.serviceWorker.register(policy?.createScriptURL(script) ?? script, {
    updateViaCache: 'none',
    ...options,
  });

const canSync = (): boolean => 'SyncManager' in globalThis;

/** Nothing depends on it: where a browser has no workers, the page sends while it is open. */
export async function installWorkers(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  await register(OFFLINE, { scope: '/' });
  if (canSync()) await register(SENDING, { scope: SENDING_SCOPE, type: 'module' });
}

/** A worker that was registered a moment ago is still being installed. */
function active(registration: ServiceWorkerRegistration): Promise<void> {
  return new Promise((resolve) => {
    const { installing, waiting } = registration;
    const coming = installing ?? waiting;
    if (registration.active || !coming) resolve();
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'activated') resolve();
    });
  });
}

/** Asks the browser to wake the sending worker as soon as there is a signal. */
export async function sendWhenThereIsSignal(): Promise<void> {
  if (!('serviceWorker' in navigator) || !canSync()) return;
  const found = await navigator.serviceWorker.getRegistration(SENDING_SCOPE);
  if (!found) return;
  await active(found);
  await (found as SyncingRegistration).sync.register(OUTBOX_TAG);
}
