/**
 * Attacks of the design on what members answer and are told, against running processes: a signature counts for the one thing it
 * was given for, and a message for the one person it was sealed to. Refusals say one closed word.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  acknowledgementStatement,
  deriveDeskKeys,
  hash,
  randomBytes,
  sign,
  toBase64Url,
  type Decision,
  type SignLabel,
} from '#crypto';
import { openCapsule } from '#crypto/open';
import { sealCapsule } from '#crypto/seal';
import { readSeed } from '#sdk/deployment-files';
import type { InboxNotice } from '#sdk/member';
import { fileStorage } from '#sdk/node-storage';
import { passedOn } from '../support/attacker.js';
import { draft } from '../support/draft.js';
import { startLyingProxy, type Answer, type Lie } from '../support/lying-proxy.js';
import { stolenToken } from '../support/stolen-token.js';
import { until, World, type Colleague } from '../support/world.js';

let world: World;
let luz: Colleague;
let tomas: Colleague;
beforeAll(async () => {
  world = await World.begin();
  [luz, tomas] = [await world.signIn('luz'), await world.signIn('tomas')];
});
afterAll(() => world.end());

async function ask(query: string, variables: object, token?: string): Promise<string> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return (await world.post(JSON.stringify({ query, variables }), headers)).text;
}

describe('an acknowledgement', () => {
  const ACKNOWLEDGE = `mutation($input: AcknowledgeAlertInput!) { acknowledgeAlert(input: $input) {
    __typename ... on AcknowledgementRefused { reason } } }`;
  let here: { luz: InboxNotice; tomas: InboxNotice; alertId: string };
  let there: InboxNotice;
  let tokens: { luz: string; tomas: string };
  beforeAll(async () => {
    const [one, two] = [await world.submit(draft()), await world.submit(draft())];
    here = {
      luz: await world.notice(luz, one.reportId),
      tomas: await world.notice(tomas, one.reportId),
      alertId: await world.alertOf(one.reportId),
    };
    there = await world.notice(luz, two.reportId);
    tokens = {
      luz: (await stolenToken(world, 'luz')).token,
      tomas: (await stolenToken(world, 'tomas')).token,
    };
  });

  interface Said {
    readonly about?: InboxNotice;
    readonly alertId?: string;
    readonly ticket?: string;
    readonly digest?: Uint8Array;
    readonly decision?: Decision;
    readonly label?: SignLabel;
    readonly signer?: 'luz' | 'tomas';
  }
  /** Luz's true answer to her notice of the first alert, with whatever is said otherwise. */
  async function answerOf({
    about = here.luz,
    alertId,
    ticket,
    digest,
    decision = 'ACCEPT',
    label = 'acknowledgement',
    signer = 'luz',
  }: Said) {
    const statement = acknowledgementStatement({
      alertId: alertId ?? about.body!.alertId,
      noticeDigest: digest ?? hash(about.sealed),
      ticket: ticket ?? about.body!.ticket,
      decision,
      at: new Date(),
    });
    const { keys } = await world.demo.unlock(signer);
    return {
      statement: toBase64Url(statement),
      signature: toBase64Url(sign(label, statement, keys.sign.secretKey)),
    };
  }

  it.each<[string, string, () => Said, { by?: 'luz' | 'tomas'; notice?: () => string; decision?: Decision }]>(
    [
      ['of another alert', 'statement', () => ({ about: there }), {}],
      ['moved to another alert', 'statement', () => ({}), { notice: () => there.id }],
      ['that names another alert', 'statement', () => ({ alertId: there.body!.alertId }), {}],
      ['with the ticket of another step', 'statement', () => ({ ticket: there.body!.ticket }), {}],
      ['over another notice', 'statement', () => ({ digest: hash(there.sealed) }), {}],
      ['for another decision', 'statement', () => ({ decision: 'DECLINE' }), {}],
      ['handed in as another decision', 'statement', () => ({}), { decision: 'DECLINE' }],
      ['by a colleague, for her notice', 'not-available', () => ({}), { by: 'tomas' }],
      ['by a colleague, for his own', 'statement', () => ({}), { by: 'tomas', notice: () => here.tomas.id }],
      [
        'by a colleague, with her signature',
        'signature',
        () => ({ about: here.tomas }),
        { by: 'tomas', notice: () => here.tomas.id },
      ],
      ['signed by a colleague', 'signature', () => ({ signer: 'tomas' }), {}],
      ['signed as something else', 'signature', () => ({ label: 'own-channels' }), {}],
    ],
  )('%s is refused: %s', async (_, reason, said, { by = 'luz', notice, decision = 'ACCEPT' }) => {
    const input = { noticeId: notice?.() ?? here.luz.id, decision, ...(await answerOf(said())) };
    expect(await ask(ACKNOWLEDGE, { input }, tokens[by])).toBe(
      `{"data":{"acknowledgeAlert":{"__typename":"AcknowledgementRefused","reason":"${reason}"}}}\n`,
    );
  });

  it('that was refused leaves no trace of an answer, and the ladder goes on', async () => {
    expect(await world.count('acknowledgement')).toBe(0);
    const step = async (): Promise<number> => {
      const { rows } = await world.admin.query<{ state: string; next_step: number }>(
        'select state, next_step from alert where id = $1',
        [here.alertId],
      );
      expect(rows[0]!.state).toBe('escalating');
      return rows[0]!.next_step;
    };
    const before = await step();
    await world.admin.query(`update alert set due_at = now() - interval '1 second' where id = $1`, [
      here.alertId,
    ]);
    await world.admin.query('delete from bullmq.job');
    await world.admin.query(
      `update outbox set due_at = now() - interval '1 second', enqueued_at = null where ref = $1 and done_at is null`,
      [here.alertId],
    );
    await until('the next step', async () => ((await step()) > before ? true : null));
    // Positive control: the answer that all of them were made from is taken.
    const input = { noticeId: here.luz.id, decision: 'ACCEPT', ...(await answerOf({})) };
    expect(await ask(ACKNOWLEDGE, { input }, tokens.luz)).toContain('"Acknowledged"');
  });
});

describe('a message that an ally passes on as if it came from the desk', () => {
  it('a notice, served by a server that helps: it does not open, and cannot be answered', async () => {
    const { reportId } = await world.submit(draft());
    const [hers, his] = [await world.notice(luz, reportId), await world.notice(tomas, reportId)];
    const { keys } = await world.demo.unlock('luz');
    const tomasKey = (await world.demo.unlock('tomas')).keys.seal.publicKey;
    for (const sealed of [hers.sealed, passedOn('notice', hers.sealed, keys.seal, tomasKey)]) {
      const lie: Lie = (field, answer) => (field === 'alerts' ? withNotice(answer, his.id, sealed) : answer);
      const proxy = await startLyingProxy(world.origin, lie);
      const { inbox } = await world.signIn('tomas', world.transport(proxy.fetch));
      const listed = await inbox.list({ first: 100 });
      await proxy.close();
      if (!listed.ok) throw new Error('the inbox did not answer');
      const shown = listed.notices.find(({ id }) => id === his.id);
      expect(shown).toMatchObject({ body: null, t0: null });
      expect(await inbox.acknowledge(shown!, 'ACCEPT', { at: new Date() })).toEqual({
        ok: false,
        reason: 'unopened',
      });
      // Positive control: his others still open, so it was not the proxy that broke them.
      expect(listed.notices.some(({ body }) => body !== null)).toBe(true);
    }
  });

  it('a capsule: it opens for the first reader alone', async () => {
    const desk = deriveDeskKeys(await readSeed(fileStorage(world.dir), 'secrets/desk-triage-1.json', 'desk'));
    const [reader, next] = [
      (await world.demo.unlock('luz')).keys.seal,
      (await world.demo.unlock('tomas')).keys.seal,
    ];
    const { directory } = await world.directory();
    const deskKeys = directory.desks.map(({ signKey }) => signKey);
    const about = {
      T0: randomBytes(32),
      alertId: crypto.randomUUID(),
      purpose: 'legal',
      expires: new Date(),
      body: {},
    };
    const capsule = sealCapsule({ ...about, recipientKey: reader.publicKey }, desk.sign.secretKey);
    expect(openCapsule(reader.secretKey, capsule, deskKeys).ok).toBe(true);
    // Positive control: sealed again to herself it opens, so what is refused is the new reader.
    const again = passedOn('capsule', capsule, reader, reader.publicKey);
    expect(openCapsule(reader.secretKey, again, deskKeys).ok).toBe(true);
    const moved = passedOn('capsule', capsule, reader, next.publicKey);
    for (const sealed of [capsule, moved])
      expect(openCapsule(next.secretKey, sealed, deskKeys)).toEqual({ ok: false, outcome: 'unopened' });
  });
});

function withNotice(answer: Answer, id: string, sealed: Uint8Array): Answer {
  const { edges, ...rest } = answer as { edges: { node: { id: string } }[] };
  const lied = edges.map((edge) =>
    edge.node.id === id ? { ...edge, node: { ...edge.node, sealed: toBase64Url(sealed) } } : edge,
  );
  return { ...rest, edges: lied };
}
