/**
 * Watches the queue, the alerts, the tasks or what else needs attention over a socket, so that a person need not ask again and
 * again. It says only that it is time to look: what there is comes over HTTP, verified and opened as always. Portable: the
 * WebSocket comes from outside. A lost connection is made again with growing pauses; the first message of each says "look
 * again", so nothing is missed for ever.
 */
import { randomBytes } from '#crypto';

interface SocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(type: string, listener: (event: object) => void): void;
}
/** The browser's WebSocket, Node's, or that of `ws`. */
export type SocketConstructor = new (url: string, protocol: string) => SocketLike;

export type Watched = 'queueChanged' | 'alertsChanged' | 'tasksChanged' | 'attentionChanged';

export interface WatchOptions {
  /** The api's origin, `https://…` or `http://…`. */
  readonly origin: string;
  readonly socket: SocketConstructor;
  readonly token: string;
  /** At most as many as a socket takes: four. */
  readonly what: readonly Watched[];
  readonly onChange: () => void;
  /** `signed-out`: sign in again. `refused`: not for these rights. `lost`: nobody answered, again and again. */
  readonly onEnd: (why: 'signed-out' | 'refused' | 'lost') => void;
  readonly firstWaitMs?: number;
}

const DOCUMENTS: Readonly<Record<Watched, string>> = {
  queueChanged: 'subscription QueueChanged { queueChanged { lookAgain } }',
  tasksChanged: 'subscription TasksChanged { tasksChanged { lookAgain } }',
  alertsChanged: 'subscription AlertsChanged { alertsChanged { lookAgain } }',
  attentionChanged: 'subscription AttentionChanged { attentionChanged { findings silences } }',
};
const PROTOCOL = 'graphql-transport-ws';
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const MAX_FAILURES = 20;
/** Longer than the server's own, shorter than a person waits: a dead network must not look like a quiet day. */
const SILENCE_MS = 45_000;
const PING_MS = 15_000;
const MAX_MESSAGE = 64 * 1024;
const SIGNED_OUT: ReadonlySet<unknown> = new Set([4401, 4403]);

/** Until it ends, or the function that is returned is called. */
export function watch(options: WatchOptions): () => void {
  const url = `${options.origin.replace(/^http/, 'ws')}/graphql`;
  let stopped = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: SocketLike | null = null;

  const stop = (): void => {
    stopped = true;
    clearTimeout(timer);
    current?.close();
  };
  const end = (why: 'signed-out' | 'refused' | 'lost'): void => {
    if (stopped) return;
    stop();
    options.onEnd(why);
  };
  const again = (): void => {
    if (stopped) return;
    failures += 1;
    if (failures > MAX_FAILURES) {
      end('lost');
      return;
    }
    timer = setTimeout(connect, pauseBefore(failures, options.firstWaitMs ?? FIRST_WAIT_MS));
  };

  function connect(): void {
    const socket = new options.socket(url, PROTOCOL);
    current = socket;
    let heardAt = Date.now();
    const beat = setInterval(() => {
      if (Date.now() - heardAt > SILENCE_MS) socket.close();
      else trySend(socket, { type: 'ping' });
    }, PING_MS);
    socket.addEventListener('open', () => {
      trySend(socket, { type: 'connection_init', payload: { authorization: `Bearer ${options.token}` } });
    });
    socket.addEventListener('message', (event) => {
      heardAt = Date.now();
      const message = readMessage((event as { data?: unknown }).data);
      if (message.kind === 'ready')
        for (const [at, what] of options.what.entries())
          trySend(socket, { id: String(at + 1), type: 'subscribe', payload: { query: DOCUMENTS[what] } });
      if (message.kind === 'changed') {
        failures = 0;
        options.onChange();
      }
      if (message.kind === 'refused') end('refused');
      if (message.kind === 'over') socket.close();
    });
    // What follows an error is a close.
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', (event) => {
      clearInterval(beat);
      if (current !== socket) return;
      current = null;
      if (SIGNED_OUT.has((event as { code?: unknown }).code)) end('signed-out');
      else again();
    });
  }

  connect();
  return stop;
}

/** Doubles, with up to half more by chance: all who were cut off at once must not return at once. */
function pauseBefore(attempt: number, firstMs: number): number {
  const wait = Math.min(firstMs * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return wait + (wait / 2) * ((randomBytes(1)[0] ?? 0) / 256);
}

function trySend(socket: SocketLike, message: object): void {
  try {
    socket.send(JSON.stringify(message));
  } catch {
    // Not open yet, or not any more: its close tells.
  }
}

interface Message {
  readonly kind: 'ready' | 'changed' | 'refused' | 'over' | 'other';
}

const FOREVER: ReadonlySet<unknown> = new Set(['FORBIDDEN', 'UNAUTHENTICATED', 'BAD_REQUEST', 'TOO_COMPLEX']);

function readMessage(data: unknown): Message {
  if (typeof data !== 'string' || data.length > MAX_MESSAGE) return { kind: 'over' };
  try {
    const { type, payload } = JSON.parse(data) as { type?: unknown; payload?: unknown };
    if (type === 'connection_ack') return { kind: 'ready' };
    if (type === 'next' || type === 'error') {
      const errors =
        type === 'error' ? payload : (payload as { errors?: unknown } | null | undefined)?.errors;
      if (errors === undefined) return { kind: 'changed' };
      const [first] = Array.isArray(errors) ? (errors as { extensions?: { code?: unknown } }[]) : [];
      return { kind: FOREVER.has(first?.extensions?.code) ? 'refused' : 'over' };
    }
    return { kind: type === 'complete' ? 'over' : 'other' };
  } catch {
    return { kind: 'over' };
  }
}
