/**
 * Guarantee 5: stored and sent sizes come from a small fixed set, whoever reports and whatever is said; no address of a person
 * is kept or logged; visible times are coarse. Measured on the wire and in the tables, decoys and fillers included.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENVELOPE_SIZES } from '#crypto';
import { mailboxKeys, newReceiptWords } from '#crypto/mailbox';
import { sealReport, visitMailbox, type ReportDraft, type SealedDraft } from '#sdk';
import { draft } from '../support/draft.js';
import { until, World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await World.begin();
});
afterAll(() => world.end());

/** Sizes of requests and answers, as somebody on the wire sees them. */
function listen(): { sizes: { up: number; down: number }[]; fetch: typeof globalThis.fetch } {
  const sizes: { up: number; down: number }[] = [];
  return {
    sizes,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const body = await response.clone().arrayBuffer();
      sizes.push({ up: Buffer.byteLength(init?.body as string), down: body.byteLength });
      return response;
    },
  };
}

const kinds: [string, ReportDraft][] = [
  ['a named report', draft()],
  ['an anonymous report', draft({ anonymous: true })],
  ['a report with one word', draft({ text: 'Ayuda' })],
  ['a report for humans only', draft({ mode: 'humans-only' })],
  ['a safeguarding report', draft({ mode: 'safeguarding', anonymous: true })],
  [
    'a report with many codes',
    draft({
      routing: { acts: ['THR_DEATH', 'SUR_PHYSICAL', 'LND_INVASION'], raisers: ['CHILDREN', 'ISOLATION'] },
    }),
  ],
];

describe('guarantee: shape tells nothing', () => {
  it('sends and stores reports of every kind in the same sizes', async () => {
    const reports = await Promise.all(kinds.map(([, one]) => world.seal(one)));
    const seen: { up: number; down: number }[] = [];
    for (const sealed of reports) {
      const wire = listen();
      await world.send(sealed, world.transport(wire.fetch));
      seen.push(wire.sizes.at(-1)!);
    }
    expect(new Set(seen.map(({ up }) => up)).size).toBe(1);
    expect(new Set(seen.map(({ down }) => down)).size).toBe(1);
    expect(new Set(reports.map(({ envelope }) => envelope.length))).toEqual(new Set([8192]));
  });

  it('gives a longer report the next size of the set, and no other', async () => {
    const sizes = new Set<number>();
    for (const length of [10, 1_400, 1_600, 9_000, 20_000, 60_000]) {
      const sealed = await world.seal(draft({ text: 'a'.repeat(length) }));
      sizes.add(sealed.envelope.length);
      await world.send(sealed);
    }
    expect([...sizes].every((size) => (ENVELOPE_SIZES as readonly number[]).includes(size))).toBe(true);
    expect(sizes.size).toBeGreaterThan(2);
    const { rows } = await world.admin.query<{ size: number }>(
      'select distinct octet_length(envelope) as size from report',
    );
    expect(rows.every(({ size }) => (ENVELOPE_SIZES as readonly number[]).includes(size))).toBe(true);
  });

  it('has two slots that nobody can tell apart: dispatch, desk and decoy are spread over both places', async () => {
    const { directory } = await world.directory();
    const first = { ordinary: 0, decoy: 0 };
    const desk = await world.signIn('rosa');
    expect(desk.memberId).toBeTruthy();
    const repeats = 40;
    const envelopes: SealedDraft[] = [];
    for (let at = 0; at < repeats; at += 1) {
      const outcome = await sealReport(draft({ mode: at % 2 ? 'humans-only' : 'ordinary' }), directory);
      if (!outcome.ok) throw new Error(outcome.reason);
      envelopes.push(outcome.sealed);
    }
    // An ML-KEM ciphertext and an X25519 point, then a tag: by byte statistics of the last byte of the point, whose high
    // bit is zero in a canonical encoding, a decoy of random bytes would show itself.
    for (const [at, { envelope }] of envelopes.entries()) {
      for (const offset of [32, 32 + 1264]) {
        const high = envelope[offset + 1119]! >> 7;
        if (at % 2) first.decoy += high;
        else first.ordinary += high;
      }
    }
    expect(first).toEqual({ ordinary: 0, decoy: 0 });
  });

  it('answers every visit to a mailbox, known or not, with news or without, in one shape', async () => {
    const { sealed, reportId } = await world.submit(draft());
    const rosa = await world.signIn('rosa');
    await world.alertOf(reportId);
    const opened = await rosa.desk.open(reportId);
    if (!opened.ok) throw new Error(opened.reason);
    expect((await rosa.desk.answer(opened.report, 'Recibido')).ok).toBe(true);
    const { directory } = await world.directory();
    const wire = listen();
    const visit = (words: readonly string[], message?: string) =>
      visitMailbox(world.transport(wire.fetch), directory, {
        words: words.join(' '),
        now: new Date(),
        ...(message === undefined ? {} : { message }),
      });
    const stranger = newReceiptWords('es');
    expect(mailboxKeys(stranger.entropy).address).toHaveLength(32);
    const [known, unknown, telling] = [
      await visit(sealed.words),
      await visit(stranger.words),
      await visit(sealed.words, 'Siguen afuera, son tres, y hay niños en la casa'),
    ];
    expect([known, unknown, telling].map((one) => one.ok && one.answers.length)).toEqual([1, 0, 1]);
    expect(new Set(wire.sizes.map(({ up, down }) => `${String(up)}/${String(down)}`)).size).toBe(1);
  });

  it('stores notices, notes, endpoints, replies and keyrings in one size each', async () => {
    const luz = await world.signIn('luz');
    await world.ring(luz);
    const { reportId } = await world.submit(draft());
    await world.notice(luz, reportId);
    const sizes = async (sql: string) => {
      const { rows } = await world.admin.query<{ size: number }>(sql);
      return rows.map(({ size }) => size);
    };
    expect(await sizes('select distinct octet_length(sealed) as size from notice')).toEqual([4096]);
    expect(await sizes('select distinct octet_length(sealed) as size from endpoint')).toEqual([4096]);
    expect(await sizes('select distinct octet_length(box) as size from mailbox_message')).toEqual([4096]);
    expect(await sizes('select distinct octet_length(blob) as size from keyring_blob')).toEqual([512]);
    expect(
      await sizes(
        'select distinct octet_length(sealed_note) as size from triage_item where sealed_note is not null',
      ),
    ).toEqual([4096]);
  });

  it('keeps and logs no network address, and shows members only the hour of arrival', async () => {
    const { reportId } = await world.submit(draft());
    await world.alertOf(reportId);
    const output = Buffer.concat([world.api.output(), world.worker.output()]).toString();
    expect(output).not.toMatch(/127\.0\.0\.1|::1|localhost|remoteAddress|x-forwarded-for/i);
    const { rows } = await world.admin.query<{ column_name: string }>(
      `select column_name from information_schema.columns
       where table_schema = 'public' and (data_type in ('inet', 'cidr') or column_name ~ '(^|_)(ip|addr|agent)$')`,
    );
    expect(rows).toEqual([]);
    const rosa = await world.signIn('rosa');
    const opened = await until('the report', async () => {
      const answer = await rosa.desk.open(reportId);
      return answer.ok ? answer.report : null;
    });
    expect(opened.receivedAt.toISOString()).toMatch(/:00:00\.000Z$/);
    const uneven = await world.count(`audit_event where hour <> date_trunc('hour', hour)`);
    expect(uneven).toBe(0);
  });
});
