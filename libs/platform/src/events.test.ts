import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventNotifier } from './event-notifier.js';
import { decodeEvents, encodeEvents, topicOfJob, type Topic } from './events.js';

/** A database that remembers what was said, or is away. */
function database() {
  const said: string[] = [];
  const state = { away: false };
  const db = {
    $executeRaw: (_: TemplateStringsArray, _channel: string, message: string) => {
      if (state.away) return Promise.reject(new Error('away'));
      said.push(message);
      return Promise.resolve(1);
    },
  };
  return { said, state, db: db as unknown as ConstructorParameters<typeof EventNotifier>[0] };
}

describe('what one process tells another', () => {
  it('arrives as it was said, in messages that PostgreSQL takes, however many there are', () => {
    const sets = fc.uniqueArray(fc.uuid(), { maxLength: 400 });
    fc.assert(
      fc.property(fc.constantFrom<Topic>('q', 'n', 'd'), sets, sets, (topic, some, others) => {
        const other = 'a';
        const pending = new Map<Topic, Set<string>>([
          [topic, new Set(some)],
          [other, new Set(others)],
        ]);
        const messages = encodeEvents(pending);
        expect(messages.every((message) => message.length > 0 && message.length < 8_000)).toBe(true);
        const heard = messages.map(decodeEvents);
        expect(heard.flatMap(({ ids }) => ids[topic])).toEqual(some);
        expect(heard.flatMap(({ ids }) => ids[other])).toEqual(others);
        expect(heard.some(({ lookAgain }) => lookAgain)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it.each(['', 'x', 'q', 'q:', 'z:1', 'q:-', 's:-;', 'q:<script>', `s:${randomUUID()}`, 'constructor:1'])(
    'is "look again" when it is not ours: %j',
    (payload) => {
      expect(decodeEvents(payload)).toMatchObject({ lookAgain: true });
    },
  );

  it('says many changes in one statement, and each once', async () => {
    const { said, db } = database();
    const notifier = new EventNotifier(db, { gatherMs: 1 });
    const id = randomUUID();
    for (let times = 0; times < 5; times += 1) notifier.tell('q', id);
    notifier.tell('s');
    await notifier.close();
    expect(said).toEqual([`q:${id};s:-`]);
  });

  it('says "look again" instead of more ids than it keeps', async () => {
    const { said, db } = database();
    const notifier = new EventNotifier(db, { maxPending: 3 });
    for (let n = 0; n < 10; n += 1) notifier.tell('q', randomUUID());
    await notifier.close();
    expect(said).toEqual(['*']);
  });

  it('owes "look again" after a database that was away', async () => {
    const { said, state, db } = database();
    const notifier = new EventNotifier(db, { gatherMs: 0, retryMs: 0 });
    state.away = true;
    notifier.tell('a', randomUUID());
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(said).toEqual([]);
    state.away = false;
    await notifier.close();
    expect(said).toEqual(['*']);
  });

  it('names the row that a finished job was about', () => {
    expect([topicOfJob('triage'), topicOfJob('escalate'), topicOfJob('deliver')]).toEqual(['q', 'a', 'd']);
  });
});
