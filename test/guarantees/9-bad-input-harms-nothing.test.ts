/**
 * Guarantee 9: every malformed or hostile request gets a clear, closed answer; nothing crashes, nothing is a server error,
 * nothing says whether something exists. The seed is printed on failure, and replays it.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { draft } from '../support/draft.js';
import { World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await World.begin();
});
afterAll(() => world.end());

const CLOSED = ['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_REQUEST', 'TOO_LARGE', 'TOO_COMPLEX', 'UNAVAILABLE'];

/** What every answer must be, whatever was asked. */
function expectClosed({ status, text }: { status: number; text: string }): void {
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(/node_modules|at \w+ \(|\.ts:\d|\.js:\d|prisma|postgres|select |stack/i);
  const body = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
  for (const error of body.errors ?? []) expect(CLOSED).toContain(error.extensions?.code);
}

describe('guarantee: bad input harms nothing', () => {
  it('answers any bytes at all with a closed error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 4_000 }), async (bytes) => {
        expectClosed(await world.post(new Uint8Array(bytes)));
      }),
      { numRuns: 150 },
    );
  });

  it('answers any JSON with a closed error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (json) => {
        expectClosed(await world.post(json));
      }),
      { numRuns: 150 },
    );
  });

  it('answers any value in any place of a submission, with or without a query that fits', async () => {
    const query = `mutation S($input: SubmitReportInput!) { submitReport(input: $input) { __typename ... on ReportRefused { reason } } }`;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (envelope, channel) => {
        expectClosed(
          await world.post(JSON.stringify({ query, variables: { input: { envelope, channel } } })),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('refuses every damaged envelope for a closed reason, or keeps it as one that opens for nobody', async () => {
    const sealed = await world.seal(draft());
    const reasons = ['length', 'magic', 'version', 'suite', 'size-class', 'reserved', 'unknown-key-set'];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sealed.envelope.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('flip', 'cut', 'extend'),
        async (at, by, how) => {
          const flipped = sealed.envelope.slice();
          flipped[at] = flipped[at]! ^ by;
          const damaged =
            how === 'flip'
              ? flipped
              : how === 'cut'
                ? sealed.envelope.slice(0, at)
                : Buffer.concat([sealed.envelope, Buffer.alloc(by)]);
          const answer = await world.submitBytes(damaged);
          expectClosed(answer);
          const { data } = JSON.parse(answer.text) as { data: { submitReport: { reason?: string } } | null };
          if (how !== 'flip') expect(data?.submitReport.reason ?? 'length').toBe('length');
          else if (data?.submitReport.reason !== undefined)
            expect(reasons).toContain(data.submitReport.reason);
        },
      ),
      { numRuns: 80 },
    );
    // The worker met every one of them, and goes on working.
    const { reportId } = await world.submit(draft());
    await world.alertOf(reportId);
  });

  it('says the same of what does not exist, of what is not yours and of what nobody may see', async () => {
    const { reportId } = await world.submit(draft());
    await world.alertOf(reportId);
    const luz = await world.signIn('luz');
    const rosa = await world.signIn('rosa');
    const ask = async (who: typeof luz, id: string) => who.desk.open(id);
    expect(await ask(luz, reportId)).toEqual(await ask(luz, crypto.randomUUID()));
    const missing = await rosa.desk.open(crypto.randomUUID());
    expect(missing).toEqual({ ok: false, reason: 'not-available' });
    const notice = await world.notice(luz, reportId);
    expect(await rosa.inbox.markOpened(notice.id)).toEqual(await rosa.inbox.markOpened(crypto.randomUUID()));
    const foreign = await rosa.inbox.acknowledge(notice, 'ACCEPT', { at: new Date() });
    const none = await rosa.inbox.acknowledge({ ...notice, id: crypto.randomUUID() }, 'ACCEPT', {
      at: new Date(),
    });
    expect(foreign).toEqual(none);
    expect(foreign.ok).toBe(false);
  });

  it('is still the same process afterwards, and logged no stack', () => {
    expect(world.api.output().toString()).not.toMatch(/^\s+at /m);
    expect(world.worker.output().toString()).not.toMatch(/^\s+at /m);
    expect(() => process.kill(world.api.pid, 0)).not.toThrow();
    expect(() => process.kill(world.worker.pid, 0)).not.toThrow();
  });
});
