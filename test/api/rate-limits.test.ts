/** Whoever asks too often is told so as HTTP has it, with when to come back, and nobody else pays for it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, toBase64Url } from '#crypto';
import { type Answer, startApi, type TestApi } from './api-process.js';

const BUDGET = 3;
const EXCHANGE = `mutation($input: ExchangeMailboxInput!) { exchangeMailbox(input: $input) { boxes } }`;

describe('a budget that is used up', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({
      AMPARO_MAILBOX_PER_MINUTE: String(BUDGET),
      AMPARO_SIGN_IN_PER_MINUTE: String(BUDGET),
      AMPARO_FEED_PER_MINUTE: String(BUDGET),
    });
    await api.publish();
  });
  afterAll(() => api.stop());

  /** Until the first refusal; a minute may turn in between, once, and the budget with it. */
  async function untilRefused(ask: () => Promise<Answer>): Promise<{ taken: number; refused: Answer }> {
    for (let taken = 0; taken <= 2 * BUDGET; taken += 1) {
      const answer = await ask();
      if (answer.body?.errors) return { taken, refused: answer };
      expect(answer.status).toBe(200);
    }
    throw new Error('nothing was refused');
  }

  function expectComeBack({ status, headers, body }: Answer): void {
    expect(status).toBe(429);
    const seconds = Number(headers['retry-after']);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThan(64);
    const [error, ...more] = body?.errors ?? [];
    expect(error?.extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: seconds });
    expect(more).toEqual([]);
    expect(body?.data ?? null).toBeNull();
  }

  it('of a mailbox is 429 with the time to return, and the next mailbox is open', async () => {
    const visit = (read: Uint8Array) =>
      api.ask(EXCHANGE, {
        input: { read: toBase64Url(read), post: toBase64Url(randomBytes(4096)) },
      });
    const [mine, another] = [randomBytes(32), randomBytes(32)];
    const { taken, refused } = await untilRefused(() => visit(mine));
    expect(taken).toBeGreaterThanOrEqual(BUDGET);
    expectComeBack(refused);
    expect((await visit(another)).status).toBe(200);
  });

  it('of a feed is 429 with the time to return, and the next feed is open', async () => {
    const fetchFeed = (token: Uint8Array) =>
      fetch(`http://127.0.0.1:${String(api.port)}/cap/${toBase64Url(token)}`);
    const [mine, another] = [randomBytes(32), randomBytes(32)];
    let answer = await fetchFeed(mine);
    for (let asked = 0; answer.status === 200 && asked <= 2 * BUDGET; asked += 1)
      answer = await fetchFeed(mine);
    expect(answer.status).toBe(429);
    const seconds = Number(answer.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThan(64);
    expect((await fetchFeed(another)).status).toBe(200);
  });

  it('of a member who signs in is 429 with the time to return, and a colleague gets in', async () => {
    const { taken, refused } = await untilRefused(() => api.tryToSignIn('ana'));
    expect(taken).toBeGreaterThanOrEqual(BUDGET);
    expectComeBack(refused);
    expect((await api.tryToSignIn('bruno')).status).toBe(200);
  });
});
