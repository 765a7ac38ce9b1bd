/**
 * Guarantee 5: stored and sent sizes come from a small fixed set, whoever reports and whatever is said; no address of a person
 * is kept or logged; visible times are coarse. Measured on the wire and in the tables, decoys and fillers included.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENVELOPE_SIZES } from '#crypto';
import { loadWordList, mailboxKeys, newReceiptWords } from '#crypto/mailbox';
import { sealReport, visitMailbox, type ReportDraft, type SealedDraft } from '#sdk';
import { coverDraft, tendCover } from '#sdk/member';
import { draft } from '../support/draft.js';
import { until, World, type Colleague } from '../support/world.js';

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
  ['a report whose reporter chose a code', { ...draft(), code: 'río siete' }],
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
    const first = await Promise.all(kinds.map(([, one]) => world.seal(one)));
    const reports = [...first, await world.sealFacts(draft(), first[0]!.words)];
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
    expect((await rosa.desk.answer(opened.report, { text: 'Recibido' })).ok).toBe(true);
    const { directory } = await world.directory();
    const wire = listen();
    const visit = (words: readonly string[], message?: string) =>
      visitMailbox(world.transport(wire.fetch), directory, {
        words: words.join(' '),
        now: new Date(),
        ...(message === undefined ? {} : { say: { text: message } }),
      });
    const stranger = newReceiptWords(await loadWordList('es'));
    expect(mailboxKeys(stranger.entropy).address).toHaveLength(32);
    const [known, unknown, telling] = [
      await visit(sealed.words),
      await visit(stranger.words),
      await visit(sealed.words, 'Siguen afuera, son tres, y hay niños en la casa'),
    ];
    expect([known, unknown, telling].map((one) => one.ok && one.answers.length)).toEqual([1, 0, 1]);
    expect(new Set(wire.sizes.map(({ up, down }) => `${String(up)}/${String(down)}`)).size).toBe(1);
  });

  it('stores notices, notes, channels, replies and keyrings in one size each', async () => {
    const luz = await world.signIn('luz');
    await world.ring(luz);
    const { reportId } = await world.submit(draft());
    await world.notice(luz, reportId);
    const sizes = async (sql: string) => {
      const { rows } = await world.admin.query<{ size: number }>(sql);
      return rows.map(({ size }) => size);
    };
    expect(await sizes('select distinct octet_length(sealed) as size from notice')).toEqual([4096]);
    expect(await sizes('select distinct octet_length(sealed) as size from own_channels')).toEqual([4096]);
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

/** One row as somebody sees it who cannot tell ids, times and random bytes apart. */
const masked = (row: unknown): string =>
  JSON.stringify(row)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, 'time')
    .replace(/\\\\x([0-9a-f]*)/g, (_, hex: string) => `${String(hex.length / 2)} bytes`)
    .replace(/"seq":\d+|"made_at":(null|"time")|"(lane|tries|worker)":(null|\d+)/g, '-');

/** Everything that the database holds of a report. */
async function held(reportId: string): Promise<string[]> {
  const alertId = await world.alertOf(reportId);
  const queries: [string, string][] = [
    ['select to_jsonb(t) as row from report t where id = $1', reportId],
    ['select to_jsonb(t) as row from triage_item t where report_id = $1', reportId],
    ['select to_jsonb(t) as row from alert t where id = $1', alertId],
    ['select to_jsonb(t) as row from notice t where alert_id = $1 order by state, step', alertId],
    ['select to_jsonb(t) as row from acknowledgement t where alert_id = $1', alertId],
    [
      `select to_jsonb(t) as row from outbox t where ref = $1 and kind in ('triage', 'raise') order by kind`,
      reportId,
    ],
    [
      `select to_jsonb(t) as row from audit_event t where body->>'report' = $1 and kind <> 'report.read' order by kind, seq`,
      reportId,
    ],
  ];
  const rows: string[] = [];
  for (const [sql, id] of queries) {
    const found = await world.admin.query<{ row: unknown }>(sql, [id]);
    rows.push(...found.rows.map(({ row }) => masked(row)));
  }
  return rows;
}

/** What the server says to a member, whatever that member's client would make of it. */
async function said(
  colleague: Colleague,
  field: string,
  selection: string,
): Promise<Record<string, unknown>[]> {
  const answer = await colleague.session.call(
    {
      field,
      document: `query Raw { ${field} { edges { node { ${selection} } } } }`,
      decode: (value) => (value as { edges: { node: Record<string, unknown> }[] }).edges,
    },
    {},
  );
  if (!answer.ok) throw new Error(answer.reason);
  return answer.value.map(({ node }) => node);
}

const EVERY_FIELD =
  'reportId desk unsorted urgency state ackDueAt actionDueAt reassessAt queuedAt raised version claimedByMe claimExpiresAt sealedNote quarantine';

describe('guarantee: a report for people only is one of many', () => {
  it('cannot be told from a safeguarding or a cover report, before and after somebody took it', async () => {
    const [rosa, ines] = [await world.signIn('rosa'), await world.signIn('ines')];
    const drafts = [
      draft({ mode: 'humans-only', anonymous: true }),
      draft({ mode: 'safeguarding', anonymous: true }),
      coverDraft(new Date(), 0),
    ];
    const sent = await Promise.all(drafts.map((one) => world.submit(one)));
    const [humans, guarded, cover] = sent.map(({ reportId }) => reportId) as [string, string, string];
    const ids = [humans, guarded, cover];
    const paged = (reportId: string) =>
      world.count('notice n join alert a on a.id = n.alert_id where a.report_id = $1', reportId);
    for (const id of ids) await until('its page', async () => ((await paged(id)) >= 2 ? true : null));
    const early = await world.count(
      `notice n join alert a on a.id = n.alert_id join triage_item t on t.report_id = a.report_id
       where t.unsorted and n.created_at < t.visible_at`,
    );
    expect(early).toBe(0);

    const rows = await Promise.all(ids.map(held));
    expect(rows[0]!.length).toBeGreaterThan(6);
    expect([rows[1], rows[2]]).toEqual([rows[0], rows[0]]);

    // The server offers all of them to everybody; the times are of a batch, and nothing tells one from another.
    const seen = async () =>
      (await said(rosa, 'triageQueue', EVERY_FIELD)).filter((node) =>
        ids.includes(node['reportId'] as string),
      );
    const before = await seen();
    expect(before).toHaveLength(3);
    expect(new Set(before.map(masked)).size).toBe(1);
    for (const node of before) expect(Date.parse(node['queuedAt'] as string) % 2_000).toBe(0);
    const [whole] = await Promise.all([rosa.desk.open(humans)]);
    expect(whole).toMatchObject({ ok: true, report: { assurance: 'UNKNOWN' } });

    // Each client shows what it opens, and counts nothing else.
    const slots = await said(rosa, 'unsortedSlots', 'reportId head');
    expect(slots).toHaveLength(16);
    expect(new Set(slots.map(({ head }) => (head as string).length)).size).toBe(1);
    const mineOf = async (who: Colleague) => {
      const found = await who.desk.unsorted();
      if (!found.ok) throw new Error(found.reason);
      return found.reports.filter(({ reportId }) => ids.includes(reportId));
    };
    expect(await mineOf(rosa)).toEqual([
      { reportId: humans, desk: 'triage', mode: 'humans-only', cover: false },
    ]);
    expect((await mineOf(ines)).map(({ reportId, cover: isCover }) => [reportId, isCover]).sort()).toEqual(
      [
        [guarded, false],
        [cover, true],
      ].sort(),
    );
    const listed = await rosa.desk.queue({ first: 100 });
    expect(listed.ok && listed.page.entries.filter(({ reportId }) => ids.includes(reportId)).length).toBe(1);

    // Taken and answered: each by whoever can open it, the cover as its desk's client does it.
    expect(await tendCover(ines.desk, ines.inbox, cover, new Date())).toBe(true);
    for (const [who, id] of [
      [rosa, humans],
      [ines, guarded],
    ] as const) {
      expect((await who.desk.claim(id, 1)).ok).toBe(true);
      const notice = await world.notice(who, id);
      await who.inbox.markOpened(notice.id);
      expect((await who.inbox.acknowledge(notice, 'ACCEPT', { at: new Date() })).ok).toBe(true);
    }
    const after = await Promise.all(ids.map(held));
    expect(after[0]).not.toEqual(rows[0]);
    expect([after[1], after[2]]).toEqual([after[0], after[0]]);
    const taken = (await seen()).filter(({ reportId }) => reportId !== humans);
    expect(taken.map(({ state }) => state)).toEqual(['TAKEN', 'TAKEN']);
    expect(new Set(taken.map(masked)).size).toBe(1);

    // Nobody's work is left for ever: what was answered and comes back is closed, the cover and the real one alike.
    await world.admin.query(
      `update triage_item set claim_expires_at = now() where report_id = any($1::uuid[])`,
      [[guarded, cover]],
    );
    expect(await tendCover(ines.desk, ines.inbox, cover, new Date())).toBe(true);
    const again = await ines.desk.claim(guarded, 2);
    expect(again.ok && (await ines.desk.close(guarded, again.version, 'RECORDED')).ok).toBe(true);
    expect(await held(cover)).toEqual(await held(guarded));
    expect(await world.count(`triage_item where report_id = $1 and state = 'closed'`, cover)).toBe(1);
  });

  it('shows how many wait to nobody who watches the line: every page of slots has one size', async () => {
    const wire = listen();
    const ines = await world.signIn('ines', world.transport(wire.fetch));
    const page = async () => {
      await ines.desk.unsorted();
      return wire.sizes.filter(({ down }) => down > 16 * 3_000).at(-1)!.down;
    };
    const few = await page();
    await world.submit(draft({ mode: 'safeguarding' }));
    await world.settled();
    expect(Math.abs((await page()) - few)).toBeLessThanOrEqual(1);
  });
});
