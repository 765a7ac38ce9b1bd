import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  deriveDeskKeys,
  deriveMemberKeys,
  digestOf,
  fromBase64Url,
  randomBytes,
  toBase64Url,
  toHex,
  type Directory,
} from '#crypto';
import { loadWordLists, mailboxKeys, parseReceiptWords } from '#crypto/mailbox';
import { sealReply } from '#crypto/seal';
import type { Ceremony } from './ceremony.js';
import { holdTestCeremony, NOW, reportDraft, serverThat, verifiedBy } from './deployment.fixture.js';
import { createDesk, type Desk, type OpenedReport } from './desk.js';
import type { VerifiedDirectory } from './directory.js';
import { mailboxServer } from './mailbox.fixture.js';
import { visitMailbox, type Visit } from './mailbox.js';
import type { HeldDesk, MemberWork } from './member-keys.js';
import { sealFollowUp, sealReport, type SealedDraft } from './seal-report.js';
import { openSession, type Session } from './session.js';

const FIRST = '3f2a91bc-1111-4111-8111-111111111111';
const LATER = '4a2a91bc-2222-4222-8222-222222222222';

let ceremony: Ceremony;
let verified: VerifiedDirectory;
let directory: Directory;
beforeAll(async () => {
  ceremony = await holdTestCeremony();
  verified = verifiedBy(ceremony);
  ({ directory } = verified);
});

let mailboxes: ReturnType<typeof mailboxServer>;
let reports: Map<string, Uint8Array>;
let minutes: number;
beforeEach(() => {
  mailboxes = mailboxServer();
  reports = new Map();
  minutes = 0;
});

const later = () => new Date(NOW.getTime() + (minutes += 1) * 60_000);
const transport = () => serverThat(mailboxes.answers);

async function sessionOfRosa(): Promise<Session> {
  const rosa = ceremony.people.find(({ handle }) => handle === 'rosa')!;
  const server = serverThat({
    requestChallenge: () => ({
      nonce: randomBytes(32),
      expiresAt: new Date(NOW.getTime() + 120_000),
      deployment: 'amparo-test',
      origin: 'https://api.example.org',
    }),
    signIn: () => ({ __typename: 'Session', token: 't', expiresAt: NOW, memberId: rosa.memberId }),
    report: ({ id }) => {
      const envelope = reports.get(id as string);
      const about = { keySet: 1, assurance: 'E2EE_WEB', receivedAt: NOW, sealedNote: null, noteEpoch: null };
      return envelope ? { id, envelope, ...about } : null;
    },
    ...mailboxes.answers,
  });
  const member = { id: rosa.memberId, keys: deriveMemberKeys(rosa.seed) };
  const opened = await openSession(server, ceremony.pin, member, NOW);
  if (!opened.ok) throw new Error(opened.reason);
  return opened.session;
}

const held = (seed = ceremony.secrets.desks.triage, epoch = 1, retired = false): HeldDesk => ({
  desk: 'triage',
  epoch,
  keys: deriveDeskKeys(seed),
  retired,
});
const epochOf = () => directory.desks.find(({ desk }) => desk === 'triage')!.epoch;

async function deskOf(desks = [held(undefined, epochOf())], signed = verified): Promise<Desk> {
  const work: MemberWork = { rights: ['desk:triage'], desks, badGrants: [], roster: null };
  return createDesk(await sessionOfRosa(), work, signed, later);
}

async function report(code?: string, text = 'Hombres armados'): Promise<SealedDraft> {
  const outcome = await sealReport(
    { ...reportDraft(text), ...(code === undefined ? {} : { code }) },
    directory,
  );
  if (!outcome.ok) throw new Error(outcome.reason);
  reports.set(FIRST, outcome.sealed.envelope);
  return outcome.sealed;
}

async function openAt(desk: Desk, id: string): Promise<OpenedReport> {
  const opened = await desk.open(id);
  if (!opened.ok) throw new Error(opened.reason);
  return opened.report;
}

async function visit({ words }: SealedDraft, more: Partial<Visit> = {}, signed = directory) {
  const asked = { words: words.join(' '), now: later(), ...more };
  const outcome = await visitMailbox(transport(), signed, asked);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome;
}

async function addFacts({ words }: SealedDraft, ref: Uint8Array | null, code?: string): Promise<SealedDraft> {
  const holder = { words: words.join(' '), ref, ...(code === undefined ? {} : { code }) };
  const outcome = await sealFollowUp(reportDraft('Siguen afuera'), directory, holder);
  if (!outcome.ok) throw new Error(outcome.reason);
  reports.set(LATER, outcome.sealed.envelope);
  return outcome.sealed;
}

async function spoken(desk: Desk, id = FIRST) {
  const read = await desk.posts(await openAt(desk, id));
  if (!read.ok) throw new Error(read.reason);
  return read;
}

const say = async (desk: Desk, text: string) => {
  const said = await desk.answer(await openAt(desk, FIRST), { text });
  expect(said).toMatchObject({ ok: true });
};

describe('who comes back with the words', () => {
  it('reads a question and where things stand, answers with a choice, and is understood', async () => {
    const [sealed, desk] = [await report(), await deskOf()];
    const opened = await openAt(desk, FIRST);
    await desk.answer(opened, { text: '', status: 'reading' });
    await desk.answer(opened, { text: '¿Están a salvo?', choices: ['Sí', 'No'], status: 'acting' });
    const { answers, recalled } = await visit(sealed);
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      ['reading', ''],
      ['acting', '¿Están a salvo?'],
    ]);
    const question = answers[1]!;
    const answer = { to: question.number, choice: question.choices[1]! };
    await visit(sealed, { recalled, say: { answer, read: question.number } });
    const read = await spoken(desk);
    expect(read.posts).toMatchObject([{ answer: { to: question.number, choice: 'No' }, partly: false }]);
    expect(read.said).toEqual({ consent: null, withdrawn: null, read: question.number });
    expect(read.duress).toBeNull();
  });

  it('can change what may be shared, take it back, and agree again: what was said last counts', async () => {
    const [sealed, desk] = [await report(), await deskOf()];
    await visit(sealed, { say: { consent: { tiers: ['T2'], named: [] } } });
    expect((await spoken(desk)).said.consent).toEqual({ tiers: ['T2'], named: [] });
    await visit(sealed, { say: { withdraw: 'everything' } });
    expect((await spoken(desk)).said).toMatchObject({ withdrawn: 'everything', consent: { tiers: [] } });
    await visit(sealed, { say: { consent: { tiers: ['T1'], named: [] } } });
    expect((await spoken(desk)).said).toMatchObject({ withdrawn: null, consent: { tiers: ['T1'] } });
  });

  it('writes what former members of the desk cannot read, once the desk has answered under its new key', async () => {
    const [sealed, before] = [await report(), await deskOf()];
    await say(before, 'Recibido');
    const seed = randomBytes(32);
    const fresh = deriveDeskKeys(seed);
    const desks = directory.desks.map((one) => (one.desk === 'triage' ? { ...one, retired: NOW } : one));
    const [first] = desks.filter(({ desk }) => desk === 'triage');
    const next = {
      ...first!,
      epoch: 9,
      retired: null,
      sealKey: fresh.seal.publicKey,
      signKey: fresh.sign.publicKey,
    };
    const changed = { ...directory, desks: [...desks, next] };
    const old = held(undefined, epochOf(), true);
    const after = await deskOf([old, held(seed, 9)], { ...verified, directory: changed });
    await say(after, 'Hay gente nueva en el equipo');
    const { recalled } = await visit(sealed, {}, changed);
    await visit(sealed, { recalled, say: { text: 'Me escondo en la casa de mi tía' } }, changed);
    expect((await spoken(after)).posts.map(({ text }) => text)).toEqual(['Me escondo en la casa de mi tía']);
    // Who left holds the old epoch and the post key of the report, and is handed every box.
    expect((await spoken(before)).posts).toEqual([]);
  });

  it('takes no post key from a desk epoch that is retired: a former member would hand out their own', async () => {
    const sealed = await report();
    const words = parseReceiptWords(sealed.words.join(' '), await loadWordLists());
    if (!words.ok) throw new Error('words');
    const keys = mailboxKeys(words.entropy);
    const planted = randomBytes(32);
    const box = sealReply(
      {
        reporterKey: keys.seal.publicKey,
        address: keys.address,
        body: { v: 1, text: 'Cuéntame más', number: 2 ** 50, post: toBase64Url(planted) },
      },
      held().keys.sign.secretKey,
    );
    mailboxes.at(keys.address).replies.push(box);
    const retired = { ...directory, desks: directory.desks.map((one) => ({ ...one, retired: NOW })) };
    expect((await visit(sealed, {}, retired)).recalled.post).toBeNull();
    expect((await visit(sealed)).recalled.post).toEqual(planted);
  });
});

describe('new facts', () => {
  it('are a report that only the desk can tie to the first one', async () => {
    const [sealed, desk] = [await report(), await deskOf()];
    expect((await openAt(desk, FIRST)).thread).toEqual({
      kind: 'first',
      belongsTo: null,
      underDuress: false,
    });
    await say(desk, 'Recibido');
    const { recalled } = await visit(sealed);
    const added = await addFacts(sealed, recalled.ref);
    expect(added.words).toEqual([]);
    // Another member of the desk, who opened nothing before.
    const colleague = await deskOf();
    expect((await openAt(colleague, LATER)).thread).toEqual({
      kind: 'later',
      belongsTo: FIRST,
      underDuress: false,
    });
    expect((await openAt(colleague, LATER)).narrative.text).toBe('Siguen afuera');
  });

  it('are tied to a report that nobody has answered yet, by whoever opens both', async () => {
    const [sealed, desk] = [await report(), await deskOf()];
    await addFacts(sealed, null);
    expect((await openAt(desk, LATER)).thread).toMatchObject({ kind: 'later', belongsTo: null });
    await openAt(desk, FIRST);
    expect((await openAt(desk, LATER)).thread).toMatchObject({ kind: 'later', belongsTo: FIRST });
  });

  it('have the size of a first report, with a code or without, answered or not', async () => {
    for (const length of [1, 400, 560, 600, 640, 680, 720, 4_000]) {
      const sizes = new Set<number>();
      for (const code of [undefined, 'río 7']) {
        const sealed = await report(code, 'x'.repeat(length));
        sizes.add(sealed.envelope.length);
        for (const ref of [null, randomBytes(57)]) {
          const draft = reportDraft('x'.repeat(length));
          const holder = { words: sealed.words.join(' '), ref, ...(code ? { code } : {}) };
          const outcome = await sealFollowUp(draft, directory, holder);
          if (!outcome.ok) throw new Error(outcome.reason);
          sizes.add(outcome.sealed.envelope.length);
        }
      }
      expect({ length, sizes: sizes.size }).toEqual({ length, sizes: 1 });
    }
  });

  it('of somebody who does not hold the words are not taken for theirs', async () => {
    const [sealed, desk] = [await report(), await deskOf()];
    await say(desk, 'Recibido');
    const { recalled } = await visit(sealed);
    const stranger = await report();
    await addFacts(stranger, recalled.ref);
    reports.set(FIRST, sealed.envelope);
    await openAt(desk, FIRST);
    // The mark opens for the mailbox that it was given to, and for no other.
    expect((await openAt(desk, LATER)).thread).toMatchObject({ kind: 'later', belongsTo: null });
  });
});

describe('under duress', () => {
  const CODE = 'río Siete';

  it('the words alone open a conversation that looks like any other, and the desk is told', async () => {
    const [sealed, desk] = [await report(CODE), await deskOf()];
    await say(desk, 'Salimos a las cinco por el puente');
    const forced = await visit(sealed);
    expect(forced.answers.map(({ text, status }) => [text, status])).toEqual([['', 'received']]);
    await visit(sealed, { recalled: forced.recalled, say: { text: 'Ya estoy bien, cierren todo' } });
    await visit(sealed, { recalled: forced.recalled, say: { withdraw: 'everything' } });
    // Spaces and capitals do not count: a code is typed in fear.
    const real = await visit(sealed, { code: '  RÍO  siete ' });
    expect(real.answers.map(({ text }) => text)).toEqual(['Salimos a las cinco por el puente']);
    const read = await spoken(desk);
    expect(read.posts).toEqual([]);
    expect(read.said.withdrawn).toBeNull();
    expect(read.duress).toMatchObject({ visits: 3 });
    expect(read.duress?.posts.map(({ text }) => text)).toEqual(['Ya estoy bien, cierren todo', '']);
  });

  it('new facts written with the words alone are marked, and nobody answers them by mistake', async () => {
    const [sealed, desk] = [await report(CODE), await deskOf()];
    await say(desk, 'Recibido');
    const { recalled } = await visit(sealed);
    await addFacts(sealed, recalled.ref);
    const colleague = await deskOf();
    const opened = await openAt(colleague, LATER);
    expect(opened.thread).toEqual({ kind: 'later', belongsTo: FIRST, underDuress: true });
    expect(await colleague.answer(opened, { text: '¿Dónde están?' })).toEqual({
      ok: false,
      reason: 'under-duress',
    });
    expect((await spoken(colleague, LATER)).posts).toEqual([]);
    expect((await spoken(colleague, LATER)).duress).toMatchObject({ visits: 1 });
    expect(await colleague.answer(opened, { text: 'Gracias', toWhoeverReads: true })).toMatchObject({
      ok: true,
    });
    expect((await visit(sealed)).answers.at(-1)).toMatchObject({ text: 'Gracias' });
    expect((await visit(sealed, { code: CODE })).answers.map(({ text }) => text)).toEqual(['Recibido']);
  });

  it('whoever watches the server sees two mailboxes behind every report, with a code or without', async () => {
    for (const code of [undefined, CODE]) {
      mailboxes = mailboxServer();
      const [, desk] = [await report(code), await deskOf()];
      await say(desk, 'Recibido');
      await spoken(desk);
      expect({ code, addresses: new Set(mailboxes.asked).size }).toEqual({ code, addresses: 2 });
      const boxes = [...new Set(mailboxes.asked)].map((one) => mailboxes.at(Buffer.from(one, 'hex')).replies);
      expect(boxes.map((replies) => replies.map((box) => box.length))).toEqual([[4096], [4096]]);
    }
  });

  it('asks and answers the two in no order that tells which is which', async () => {
    const sealed = await report(CODE);
    const words = parseReceiptWords(sealed.words.join(' '), await loadWordLists());
    if (!words.ok) throw new Error('words');
    const harmless = toHex(mailboxKeys(words.entropy).address);
    const desk = await deskOf();
    const opened = await openAt(desk, FIRST);
    let first = 0;
    for (let at = 0; at < 32; at += 1) {
      mailboxes.asked.length = 0;
      await desk.posts(opened);
      if (mailboxes.asked[0] === harmless) first += 1;
    }
    expect(first).toBeGreaterThan(2);
    expect(first).toBeLessThan(30);
  });

  it('the words alone give nothing by which to know that there is a code', async () => {
    const seen: object[] = [];
    for (const code of [undefined, CODE]) {
      mailboxes = mailboxServer();
      const [sealed, desk] = [await report(code), await deskOf()];
      const opened = await openAt(desk, FIRST);
      await desk.answer(opened, { text: '', status: 'received' });
      const calls: { up: number; down: number }[] = [];
      const wire = transport();
      const counted = {
        ...wire,
        call: async (operation: never, variables: { input: object }) => {
          const answer = await wire.call(operation, variables);
          calls.push({ up: JSON.stringify(variables).length, down: JSON.stringify(answer).length });
          return answer;
        },
      };
      const outcome = await visitMailbox(counted as never, directory, {
        words: sealed.words.join(' '),
        now: later(),
      });
      if (!outcome.ok) throw new Error(outcome.reason);
      const { answers, recalled } = outcome;
      const shape = answers.map(({ id, number, ...rest }) => [id.length, number > 0, rest]);
      seen.push({
        shape,
        ref: recalled.ref?.length,
        post: recalled.post?.length,
        desk: recalled.desk,
        up: calls[0]?.up,
      });
    }
    expect(seen[1]).toEqual(seen[0]);
  });

  it('the desk cannot write in the reporter’s name: of the real mailbox it gets no secret but the post key', async () => {
    const sealed = await report(CODE);
    const words = parseReceiptWords(sealed.words.join(' '), await loadWordLists());
    if (!words.ok) throw new Error('words');
    const { narrative } = await openAt(await deskOf(), FIRST);
    const real = mailboxKeys(words.entropy, 'río siete');
    const told = JSON.stringify(narrative);
    for (const secret of [real.read, real.seal.secretKey, real.sign.secretKey, words.entropy])
      expect(told).not.toContain(toBase64Url(secret));
    expect(fromBase64Url(narrative.followUp!.address)).toEqual(digestOf('address', real.read));
  });
});
