/**
 * What tells other processes that something changed, so that a person's screen shows it: PostgreSQL NOTIFY with a letter and
 * opaque ids, never a fact. Whoever hears it asks the database, under its own rights, what it may see. Events are hints:
 * one that is lost in a crash costs the seconds until the next look, and wherever some may be missing, "look again" is said.
 */
import { isId } from '#kernel';
import type { OutboxKind } from './outbox.js';

export const EVENT_CHANNEL = 'amparo_event';

/**
 * A report in the queue, an alert, a notice, a delivery of one, a task; `s`: a session ended; `p`: a publication came; `f`: a
 * finding began or ended; `b`: a bell was silenced, or may ring again.
 */
const TOPICS = ['q', 'a', 'n', 'd', 't', 's', 'p', 'f', 'b'] as const;
const WITHOUT_ID: readonly string[] = ['s', 'p', 'f', 'b'];

export const isWithoutId = (topic: Topic): boolean => WITHOUT_ID.includes(topic);
export type Topic = (typeof TOPICS)[number];

export interface LiveEvents {
  readonly ids: Readonly<Record<Topic, readonly string[]>>;
  /** Some may be missing: everything has to be looked at again. */
  readonly lookAgain: boolean;
}

/** PostgreSQL takes less than 8,000 bytes. */
const MAX_PAYLOAD = 7_900;
export const LOOK_AGAIN = '*';
/** What everybody looks at for themselves is told without an id. */
export const NO_ID = '-';

/** What a finished job changed: the row that its outbox entry is about. Null where nobody's screen shows it. */
export function topicOfJob(kind: OutboxKind): Topic | null {
  const known: Partial<Record<OutboxKind, Topic | null>> = {
    escalate: 'a',
    deliver: 'd',
    promise: 'a',
    'try-channels': 'd',
    'amend-feeds': 'a',
    'call-desk': 'b',
    probe: null,
  };
  const topic = known[kind];
  return topic === undefined ? 'q' : topic;
}

/** `q:id,id;a:id`, in as many messages as it takes. */
export function encodeEvents(pending: ReadonlyMap<Topic, ReadonlySet<string>>): string[] {
  const messages: string[] = [];
  let message = '';
  for (const [topic, ids] of pending) {
    let isFirst = true;
    for (const id of ids) {
      const part: string = isFirst ? `${message === '' ? '' : ';'}${topic}:${id}` : `,${id}`;
      if (message.length + part.length > MAX_PAYLOAD) {
        messages.push(message);
        message = `${topic}:${id}`;
      } else message += part;
      isFirst = false;
    }
  }
  return message === '' ? messages : [...messages, message];
}

/** Whoever may connect to the database may notify: what is not ours means "look again", and never more than that. */
export function decodeEvents(payload: string): LiveEvents {
  const ids: Record<Topic, string[]> = { q: [], a: [], n: [], d: [], t: [], s: [], p: [], f: [], b: [] };
  if (payload === LOOK_AGAIN) return { ids, lookAgain: true };
  for (const part of payload.split(';')) {
    const topic = TOPICS.find((known) => part.startsWith(`${known}:`));
    const named = part.slice(2).split(',');
    if (!topic || !named.every((id) => belongs(topic, id))) return { ids, lookAgain: true };
    ids[topic].push(...named);
  }
  return { ids, lookAgain: false };
}

const belongs = (topic: Topic, id: string): boolean => (isWithoutId(topic) ? id === NO_ID : isId(id));
