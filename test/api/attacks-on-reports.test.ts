/**
 * Attacks of the design on reports, against running processes: what is replayed, mauled, spliced or told apart by whoever holds
 * envelopes or runs the servers. Every attack ends in the one closed outcome, and leaves nothing more to see than any other.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  deriveDeskKeys,
  envelopeDigest,
  newSignKeyPair,
  randomBytes,
  signAcceptance,
  toBase64Url,
  utf8,
  type DeskKeys,
} from '#crypto';
import { createOutbox, memoryStorage, type SealedDraft } from '#sdk';
import { readSeed } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { encodeNarrative, encodeRouting } from '#vocabulary';
import {
  cut,
  mauled,
  SLOT_PARTS,
  slotOf,
  spliced,
  swapped,
  twoFaced,
  type Part,
  type SlotPart,
} from '../support/attacker.js';
import { draft } from '../support/draft.js';
import { startLyingProxy, type Lie } from '../support/lying-proxy.js';
import { until, World, type Colleague } from '../support/world.js';

let world: World;
let rosa: Colleague;
let ines: Colleague;
let triageDesk: DeskKeys;
beforeAll(async () => {
  world = await World.begin();
  [rosa, ines] = [await world.signIn('rosa'), await world.signIn('ines')];
  triageDesk = deriveDeskKeys(await readSeed(fileStorage(world.dir), 'secrets/desk-triage-1.json', 'desk'));
});
afterAll(() => world.end());

/** Any bytes of the outer form, sent as a report: the api accepts what it cannot read. */
async function accepted(bytes: Uint8Array): Promise<string> {
  const sealed = { envelope: bytes, digest: envelopeDigest(bytes) } as SealedDraft;
  return (await world.send(sealed)).reportId;
}

/** Everything that the servers store of a report, without random ids, bytes that are random anyway, and times that are not intervals. */
async function effectOf(reportId: string): Promise<Record<string, unknown>> {
  const { rows } = await world.admin.query<Record<string, unknown>>(
    `select t.desk, t.unsorted, t.urgency, t.rank, t.state, t.sealed_note is null as no_note, t.note_epoch, t.holder, t.version,
       t.area_token, t.act_tokens, t.similar_note is null as no_likeness, t.raised_at, t.outcome,
       t.ack_due_at - t.visible_at as ack, t.action_due_at - t.visible_at as action, t.reassess_at - t.visible_at as reassess,
       octet_length(r.envelope) as size, r.size_class, r.key_set, r.assurance, r.quarantine,
       a.plan::text as plan, a.state as alert, a.next_step,
       (select array_agg(n.member_id::text || n.step || octet_length(n.sealed) || n.state order by n.member_id, n.step)
          from notice n where n.alert_id = a.id) as notices,
       (select array_agg(o.kind order by o.kind) from outbox o where o.ref in (r.id, a.id)) as work,
       (select array_agg(e.kind || coalesce((select string_agg(k, ',' order by k) from jsonb_object_keys(e.body) k), '') order by e.kind)
          from audit_event e where e.body::text like '%' || r.id || '%' or e.body::text like '%' || a.id || '%') as trace
     from report r join triage_item t on t.report_id = r.id join alert a on a.report_id = r.id where r.id = $1`,
    [reportId],
  );
  return rows[0] ?? {};
}

/** Until it is triaged and its first step has told people. */
async function toldOf(reportId: string): Promise<Record<string, unknown>> {
  await until('the first step', async () =>
    Number((await effectOf(reportId))['next_step']) > 0 ? true : null,
  );
  await world.settled();
  return effectOf(reportId);
}

/** What a member's client says of it, once its batch has come. */
function said(who: Colleague, reportId: string): Promise<string> {
  return until('its batch', async () => {
    const outcome = await who.desk.open(reportId);
    if (outcome.ok) return outcome.report.narrative.text;
    return outcome.reason === 'not-available' ? null : outcome.reason;
  });
}

const forged = (digest: Uint8Array): Uint8Array =>
  signAcceptance({ digest, hour: new Date() }, newSignKeyPair().secretKey);

describe('attacks on reports', () => {
  it('a replay, through another channel or none, has the first receipt and no second effect', async () => {
    const first = await world.submit(draft());
    const before = await toldOf(first.reportId);
    const { directory } = await world.directory();
    const document = `mutation($input: SubmitReportInput!) { submitReport(input: $input) { ... on ReportAccepted { receipt } } }`;
    const channels = [
      undefined,
      ...directory.channels.map(({ id }) => ({ id, signature: toBase64Url(randomBytes(64)) })),
    ];
    for (const channel of channels) {
      const input = { envelope: toBase64Url(first.sealed.envelope), ...(channel && { channel }) };
      const { text } = await world.post(JSON.stringify({ query: document, variables: { input } }));
      expect(text).toContain(toBase64Url(first.receipt));
    }
    await world.settled();
    const digest = Buffer.from(first.sealed.digest);
    expect(await world.count('report where digest = $1', digest)).toBe(1);
    expect(await effectOf(first.reportId)).toEqual(before);
  });

  describe('bits turned in a slot', () => {
    interface Mauled {
      readonly name: string;
      readonly slot: string;
      readonly reportId: string;
    }
    let attacks: readonly Mauled[];
    let untouched: string;
    beforeAll(async () => {
      const kinds = [
        ["dispatch's slot", "the desk's slot", await world.seal(draft())],
        ['a decoy', "the desk's slot beside a decoy", await world.seal(draft({ mode: 'humans-only' }))],
      ] as const;
      untouched = (await world.submit(draft({ mode: 'humans-only' }))).reportId;
      const made = kinds.flatMap(([other, desk, { envelope }]) => {
        const place = slotOf(triageDesk.seal.secretKey, envelope);
        return [0, 1].flatMap((slot) =>
          (Object.keys(SLOT_PARTS) as SlotPart[]).map((part) => ({
            name: `${slot === place ? desk : other}, ${part}`,
            slot: slot === place ? desk : other,
            bytes: mauled(envelope, slot, part),
          })),
        );
      });
      attacks = await Promise.all(
        made.map(async ({ name, slot, bytes }) => ({ name, slot, reportId: await accepted(bytes) })),
      );
    });

    it('have one effect whatever part of whichever slot: that of a report for humans only', async () => {
      const expected = await toldOf(untouched);
      expect(expected).toMatchObject({ unsorted: true, desk: 'all', no_note: true });
      expect(attacks.length).toBe(24);
      for (const { name, reportId } of attacks)
        expect([name, await toldOf(reportId)]).toEqual([name, expected]);
      // Positive control: an ordinary report is another row, so the comparison could see one.
      expect(await toldOf((await world.submit(draft())).reportId)).not.toEqual(expected);
    });

    it('leave nothing that opens, and a client that says the one word to each member of each desk', async () => {
      expect(await said(rosa, untouched)).toMatch(/^Hombres armados/);
      for (const { name, reportId } of attacks) {
        expect([name, await said(rosa, reportId)]).toEqual([name, 'unopened']);
        expect([name, await said(ines, reportId)]).toEqual([name, 'unopened']);
      }
    });

    it('let the one who turned them see which slot a client looked through, and never which part was wrong', async () => {
      const fetched: string[] = [];
      const listening: typeof fetch = (input, init) => {
        const { variables } = JSON.parse(init?.body as string) as { variables: { id?: string } };
        if (variables.id !== undefined) fetched.push(variables.id);
        return fetch(input, init);
      };
      const watched = await world.signIn('rosa', world.transport(listening));
      const found = await watched.desk.unsorted();
      const shown = found.ok ? found.reports.map(({ reportId }) => reportId) : [];
      const seen = new Map<string, Set<string>>();
      for (const { slot, reportId } of attacks) {
        const outcome = `fetched ${String(fetched.includes(reportId))}, shown ${String(shown.includes(reportId))}`;
        seen.set(slot, (seen.get(slot) ?? new Set()).add(outcome));
      }
      // A slot that was left whole still opens, so its report is fetched, and then says that it was tampered with.
      expect([...seen].map(([slot, outcomes]) => [slot, ...outcomes])).toEqual(
        expect.arrayContaining([
          ["dispatch's slot", 'fetched true, shown true'],
          ['a decoy', 'fetched true, shown true'],
          ["the desk's slot", 'fetched false, shown false'],
          ["the desk's slot beside a decoy", 'fetched false, shown false'],
        ]),
      );
      expect([...seen.values()].every((outcomes) => outcomes.size === 1)).toBe(true);
    });
  });

  describe('parts of another report', () => {
    const [OWN, OTHER] = ['This happened to us', 'This happened to others'];
    let own: Uint8Array;
    let other: Uint8Array;
    beforeAll(async () => {
      own = (await world.seal(draft({ text: OWN }))).envelope;
      other = (await world.seal(draft({ text: OTHER }))).envelope;
      await accepted(other);
    });

    /** Where routing and slots were left whole, dispatch sorts it as what it is; the desk still refuses the rest. */
    it.each<[Part, { unsorted: boolean; says: string }]>([
      ['slot 0', { unsorted: true, says: 'unopened' }],
      ['slot 1', { unsorted: true, says: 'unopened' }],
      ['both slots', { unsorted: true, says: 'unopened' }],
      ['one custody box', { unsorted: true, says: 'unopened' }],
      ['all custody boxes', { unsorted: true, says: 'unopened' }],
      ['the routing compartment', { unsorted: true, says: 'unopened' }],
      ['the narrative', { unsorted: false, says: 'unopened' }],
      // It opens only where custodians agree, and then not under this report; the desk reads its own report as before.
      ['the identity compartment', { unsorted: false, says: OWN }],
      ['everything but the header', { unsorted: true, says: 'unopened' }],
    ])('%s', async (part, { unsorted, says }) => {
      const reportId = await accepted(spliced(own, other, part));
      expect(await toldOf(reportId)).toMatchObject({ unsorted });
      expect(await said(rosa, reportId)).toBe(says);
    });

    it('nor does a compartment in the place of another', async () => {
      const reportId = await accepted(swapped(own));
      expect(await toldOf(reportId)).toMatchObject({ unsorted: true });
      expect(await said(rosa, reportId)).toBe('unopened');
    });
  });

  it.each<['dispatch' | 'desk', { unsorted: boolean; says: string }]>([
    ['dispatch', { unsorted: false, says: 'unopened' }],
    ['desk', { unsorted: true, says: 'What the desk was shown' }],
  ])(
    'one compartment with two keys shows a text to %s and to nobody else',
    async (closedFor, { unsorted, says }) => {
      const { directory } = await world.directory();
      const example = draft();
      const routing = encodeRouting({ v: 1, ...example.routing });
      const { reportId: honest } = await world.submit(example);
      await toldOf(honest);
      const opened = await rosa.desk.open(honest);
      if (!opened.ok) throw new Error(opened.reason);
      const { narrative: written } = opened.report;
      const narrative = encodeNarrative({ ...written, text: 'What the desk was shown' });
      if (!routing.ok || !narrative.ok) throw new Error('the example is well formed');
      const { bytes } = twoFaced({
        like: cut((await world.seal(example)).envelope),
        dispatchKey: directory.dispatch[0]!.sealKey,
        deskKey: triageDesk.seal.publicKey,
        random: randomBytes,
        routing: routing.bytes,
        narrative: narrative.bytes,
        closedFor,
      });
      const reportId = await accepted(bytes);
      expect(await toldOf(reportId)).toMatchObject({ unsorted });
      expect(await said(rosa, reportId)).toBe(says);
    },
  );

  it.each<[string, (digest: Uint8Array, honest: Uint8Array) => Uint8Array]>([
    ['by a key that is no accept key', (digest) => forged(digest)],
    ['for another report', (_digest, honest) => honest],
    ['that is no receipt', () => utf8('gracias')],
  ])('a receipt %s does not make a phone forget its report', async (_, forge) => {
    const { directory } = await world.directory();
    const honest = await world.submit(draft());
    const sealed = await world.seal(draft());
    const lie: Lie = (field, answer) =>
      field === 'submitReport'
        ? { ...answer, receipt: toBase64Url(forge(sealed.digest, honest.receipt)) }
        : answer;
    const proxy = await startLyingProxy(world.origin, lie);
    const storage = memoryStorage();
    const outbox = (transport = world.transport()) =>
      createOutbox({ storage, transport, sleep: () => Promise.resolve() });
    await outbox().keep(sealed.envelope);
    const sent = await outbox(world.transport(proxy.fetch)).send(sealed.digest, directory.servers.accept);
    expect(sent).toMatchObject({ ok: false, reason: 'wrong-receipt' });
    expect(await outbox().pending()).toEqual([sealed.digest]);
    await proxy.close();
    // Without the liar the same report has its receipt, and is then forgotten.
    expect(await outbox().send(sealed.digest, directory.servers.accept)).toMatchObject({ ok: true });
    expect(await outbox().pending()).toEqual([]);
  });
});
