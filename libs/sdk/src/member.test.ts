import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  custodyBoxes,
  decodeGrants,
  deriveDeskKeys,
  deriveMemberKeys,
  fromBase64Url,
  hash,
  decodeHead,
  randomBytes,
  sealingKeys,
  signInStatement,
  signKeyPairFromSeed,
  toBase64Url,
  utf8,
  verify,
  type Json,
} from '#crypto';
import { loadWordList, mailboxKeys, newReceiptWords } from '#crypto/mailbox';
import { sealEnvelope, sealGrant, sealNotice, sealReply } from '#crypto/seal';
import { encodeNarrative, encodeRouting } from '#vocabulary';
import { createInbox } from './ally.js';
import type { Ceremony } from './ceremony.js';
import { createDesk } from './desk.js';
import {
  holdTestCeremony,
  NOW,
  reportDraft,
  serverThat,
  verifiedBy,
  type Answers,
} from './deployment.fixture.js';
import type { VerifiedDirectory } from './directory.js';
import { visitMailbox } from './mailbox.js';
import { openWork } from './member-keys.js';
import { sealReport } from './seal-report.js';
import { openSession, unlock, type Session } from './session.js';

const ORIGIN = 'https://api.example.org';
const REPORT = '3f2a91bc-1111-4111-8111-111111111111';
const ALERT = '7c1d02aa-2222-4222-8222-222222222222';
const NOTICE = '9d1d02aa-3333-4333-8333-333333333333';
const TICKET = '5e1d02aa-4444-4444-8444-444444444444';

let ceremony: Ceremony;
let verified: VerifiedDirectory;

beforeAll(async () => {
  ceremony = await holdTestCeremony();
  verified = verifiedBy(ceremony);
});

const person = (handle: string) => {
  const found = ceremony.people.find((one) => one.handle === handle);
  if (!found) throw new Error(handle);
  return found;
};

const challenge = (more: object = {}) => ({
  nonce: randomBytes(32),
  expiresAt: new Date(NOW.getTime() + 120_000),
  deployment: 'amparo-test',
  origin: ORIGIN,
  ...more,
});

const keyringOf = (handle: string) => (variables: Record<string, unknown>) => {
  const { address, blob } = person(handle).keyring;
  return Buffer.from(address).equals(fromBase64Url(variables['address'] as string)) ? blob : null;
};

/** A session of the handle against a server that answers as told. */
async function sessionOf(handle: string, answers: Answers): Promise<Session> {
  const transport = serverThat(
    {
      requestChallenge: () => challenge(),
      signIn: () => ({
        __typename: 'Session',
        token: 't',
        expiresAt: NOW,
        memberId: person(handle).memberId,
      }),
      ...answers,
    },
    ORIGIN,
  );
  const { memberId, seed } = person(handle);
  const opened = await openSession(
    transport,
    ceremony.pin,
    { id: memberId, keys: deriveMemberKeys(seed) },
    NOW,
  );
  if (!opened.ok) throw new Error(opened.reason);
  return opened.session;
}

describe('signing in', () => {
  it('unlocks with handle and passphrase, and tells a wrong one from nothing', async () => {
    const transport = serverThat({ keyring: keyringOf('rosa') });
    const { passphrase, memberId, seed } = person('rosa');
    const opened = await unlock(transport, ceremony.pin, { handle: 'rosa', passphrase });
    expect(opened).toMatchObject({ ok: true, member: { id: memberId } });
    expect(opened.ok && opened.member.keys.sign.publicKey).toEqual(deriveMemberKeys(seed).sign.publicKey);
    for (const who of [
      { handle: 'rosa', passphrase: `${passphrase} no` },
      { handle: 'nobody', passphrase },
    ]) {
      expect(await unlock(transport, ceremony.pin, who)).toEqual({ ok: false, reason: 'not-unlocked' });
    }
    const spoiled = serverThat({ keyring: () => new Uint8Array(512) });
    expect(await unlock(spoiled, ceremony.pin, { handle: 'rosa', passphrase })).toEqual({
      ok: false,
      reason: 'not-unlocked',
    });
  });

  it('signs its own deployment and the origin it called', async () => {
    let signature = '';
    const asked = challenge();
    await sessionOf('rosa', {
      requestChallenge: () => asked,
      signIn: ({ input }) => {
        ({ signature } = input as { signature: string });
        return { __typename: 'Session', token: 't', expiresAt: NOW, memberId: person('rosa').memberId };
      },
    });
    const statement = signInStatement({
      deployment: 'amparo-test',
      origin: ORIGIN,
      memberId: person('rosa').memberId,
      nonce: asked.nonce,
      expires: asked.expiresAt,
    });
    const { publicKey } = deriveMemberKeys(person('rosa').seed).sign;
    expect(verify('sign-in', statement, fromBase64Url(signature), publicKey)).toBe(true);
  });

  it.each([
    ['another deployment', { deployment: 'amparo-other' }, 'other-deployment'],
    ['another origin, as a relayed challenge does', { origin: 'https://evil.example' }, 'other-origin'],
    [
      'a challenge that lives for a day',
      { expiresAt: new Date(NOW.getTime() + 86_400_000) },
      'challenge-expiry',
    ],
  ])('signs nothing for %s', async (_, more, reason) => {
    const transport = serverThat({ requestChallenge: () => challenge(more) }, ORIGIN);
    const { memberId, seed } = person('rosa');
    const outcome = await openSession(
      transport,
      ceremony.pin,
      { id: memberId, keys: deriveMemberKeys(seed) },
      NOW,
    );
    expect(outcome).toEqual({ ok: false, reason, code: null });
    expect(transport.calls).toEqual(['requestChallenge']);
  });

  it('wipes its keys when it ends', async () => {
    const session = await sessionOf('rosa', { signOut: () => true });
    await session.end();
    expect([...session.member.keys.seal.secretKey].every((byte) => byte === 0)).toBe(true);
  });
});

const grantsOf = (handle: string) =>
  decodeGrants(ceremony.publication.grants).grants.filter(({ member }) => member === person(handle).memberId);
const me = (handle: string, more: object = {}) => ({
  id: person(handle).memberId,
  rights: ['desk:triage'],
  roster:
    ceremony.publication.rosterCopies.find(({ recipient }) => recipient === person(handle).memberId)
      ?.sealed ?? null,
  grants: grantsOf(handle),
  ...more,
});

describe('a member’s keys', () => {
  it('are the desks of the directory and the roster of the head', async () => {
    const session = await sessionOf('rosa', { me: () => me('rosa') });
    const outcome = await openWork(session, verified);
    expect(outcome).toMatchObject({
      ok: true,
      work: { desks: [{ desk: 'triage', epoch: 1 }], badGrants: [] },
    });
    expect(outcome.ok && outcome.work.roster?.members).toHaveLength(4);
  });

  it('never include a desk seed that the directory does not list, whoever grants it', async () => {
    const { seal } = deriveMemberKeys(person('rosa').seed);
    const sealed = sealGrant({ memberKey: seal.publicKey, desk: 'triage', epoch: 1, seed: randomBytes(32) });
    const session = await sessionOf('rosa', {
      me: () => me('rosa', { grants: [{ desk: 'triage', epoch: 1, sealed }] }),
    });
    expect(await openWork(session, verified)).toMatchObject({
      ok: true,
      work: { desks: [], badGrants: [{ desk: 'triage', epoch: 1 }] },
    });
  });

  it('do not come with a roster that this head does not vouch for', async () => {
    const other = await holdTestCeremony();
    const theirs = { ...verified, head: decodeHead(other.publication.signedHead.bytes) };
    const session = await sessionOf('rosa', { me: () => me('rosa') });
    expect(await openWork(session, theirs)).toMatchObject({ ok: true, work: { roster: null } });
  });

  it('are not taken from an answer meant for somebody else', async () => {
    const session = await sessionOf('rosa', { me: () => me('ines') });
    expect(await openWork(session, verified)).toEqual({ ok: false, reason: 'other-member' });
  });
});

describe('opening a report', () => {
  const sealedReport = (envelope: Uint8Array) => ({
    id: REPORT,
    envelope,
    keySet: 1,
    assurance: 'E2EE_WEB',
    receivedAt: NOW,
    sealedNote: null,
    noteEpoch: null,
  });

  async function deskThat(answers: Answers) {
    const session = await sessionOf('rosa', { me: () => me('rosa'), ...answers });
    const work = await openWork(session, verified);
    if (!work.ok) throw new Error(work.reason);
    return createDesk(session, work.work, verified);
  }

  it('gives the text byte for byte; a changed byte, a foreign report or nonsense is "unopened"', async () => {
    const text = 'Llegaron de noche.\n\u00d1and\u00fa';
    const sealed = await sealReport(reportDraft(text), verified.directory);
    const foreign = await sealReport({ ...reportDraft(text), mode: 'safeguarding' }, verified.directory);
    if (!sealed.ok || !foreign.ok) throw new Error('not sealed');
    const { envelope } = sealed.sealed;
    const good = await (await deskThat({ report: () => sealedReport(envelope) })).open(REPORT);
    expect(good).toMatchObject({ ok: true, report: { narrative: { text }, desk: 'triage', reasons: null } });

    const changed = envelope.slice();
    changed[6000] = (changed[6000] ?? 0) ^ 1;
    for (const bytes of [changed, foreign.sealed.envelope, new Uint8Array(8192), envelope.slice(1)]) {
      const desk = await deskThat({ report: () => sealedReport(bytes) });
      expect(await desk.open(REPORT)).toEqual({ ok: false, reason: 'unopened' });
    }
    expect(await (await deskThat({ report: () => null })).open(REPORT)).toEqual({
      ok: false,
      reason: 'not-available',
    });
  });

  it('answers with the desk’s signature, and says when the answer is too long', async () => {
    const sealed = await sealReport(reportDraft('x'), verified.directory);
    if (!sealed.ok) throw new Error('not sealed');
    const sent: Uint8Array[] = [];
    const desk = await deskThat({
      report: () => sealedReport(sealed.sealed.envelope),
      reply: ({ input }) => {
        sent.push(fromBase64Url((input as { box: string }).box));
        return { __typename: 'ReplyStored', number: 1 };
      },
    });
    const opened = await desk.open(REPORT);
    if (!opened.ok) throw new Error(opened.reason);
    expect(await desk.answer(opened.report, { text: 'We are with you.' })).toEqual({ ok: true, number: 1 });
    expect(sent.map((box) => box.length)).toEqual([4096, 4096]);
    expect(await desk.answer(opened.report, { text: 'x'.repeat(4000) })).toEqual({
      ok: false,
      reason: 'too-long',
    });
    const boxes = [...sent, ...Array.from({ length: 6 }, () => randomBytes(4096))];
    const visit = await visitMailbox(serverThat({ exchangeMailbox: () => ({ boxes }) }), verified.directory, {
      words: sealed.sealed.words.join(' '),
      now: NOW,
    });
    expect(visit).toMatchObject({ ok: true, answers: [{ text: 'We are with you.' }] });
  });
});

describe('codes that are not those of the reporter', () => {
  const openedWith = async (routing: Uint8Array) => {
    const { directory } = verified;
    const keys = sealingKeys(directory);
    const told = encodeRouting({ v: 1, ...reportDraft('x').routing });
    if (!keys || !told.ok) throw new Error('no keys');
    const narrative = encodeNarrative({
      v: 1,
      ...reportDraft('They came back.').narrative,
      routing: toBase64Url(hash(told.bytes)),
      attachments: [],
      followUp: null,
    });
    if (!narrative.ok) throw new Error(narrative.reason);
    const { bytes } = await sealEnvelope({
      keySet: keys.keySet.number,
      recipients: { mode: 'ordinary', dispatchKey: keys.dispatch.sealKey, deskKey: keys.triage.sealKey },
      custody: custodyBoxes(directory),
      routing: routing.length === 0 ? told.bytes : routing,
      narrative: narrative.bytes,
      identity: null,
    });
    const report = { id: REPORT, envelope: bytes, keySet: 1, assurance: 'E2EE_WEB', receivedAt: NOW };
    const session = await sessionOf('rosa', {
      me: () => me('rosa'),
      report: () => ({ ...report, sealedNote: null, noteEpoch: null }),
    });
    const work = await openWork(session, verified);
    if (!work.ok) throw new Error(work.reason);
    const opened = await createDesk(session, work.work, verified).open(REPORT);
    if (!opened.ok) throw new Error(opened.reason);
    return opened.report;
  };

  it('are shown with a warning, and the text all the same', async () => {
    expect((await openedWith(new Uint8Array(0))).routing.kind).toBe('intact');
    const softened = encodeRouting({ v: 1, ...reportDraft('x').routing, acts: ['STG_SMEAR'] });
    if (!softened.ok) throw new Error(softened.reason);
    const report = await openedWith(softened.bytes);
    expect(report.routing).toMatchObject({ kind: 'altered', codes: { acts: ['STG_SMEAR'] } });
    expect(report.narrative.text).toBe('They came back.');
  });

  it('do not hide the text when nobody can read them', async () => {
    const report = await openedWith(utf8('{"v":9}'));
    expect(report.routing).toEqual({ kind: 'unreadable' });
    expect(report.narrative.text).toBe('They came back.');
  });
});

describe('what the reporter writes back', () => {
  it('is read by the desk in order, without the empty messages that every visit leaves', async () => {
    const sealed = await sealReport(reportDraft('x'), verified.directory);
    if (!sealed.ok) throw new Error('not sealed');
    const posts: string[] = [];
    const transport = serverThat({
      exchangeMailbox: ({ input }) => {
        posts.push((input as { post: string }).post);
        return { boxes: Array.from({ length: 8 }, () => randomBytes(4096)) };
      },
    });
    const visit = (minute: number, message?: string) =>
      visitMailbox(transport, verified.directory, {
        words: sealed.sealed.words.join(' '),
        now: new Date(NOW.getTime() + minute * 60_000),
        ...(message === undefined ? {} : { say: { text: message } }),
      });
    await visit(1, 'They are outside.');
    await visit(2);
    await visit(3, 'They left.');
    const boxes = [...posts.map(fromBase64Url).reverse(), fromBase64Url(posts[0] ?? ''), randomBytes(4096)];
    const session = await sessionOf('rosa', {
      me: () => me('rosa'),
      report: () => ({
        id: REPORT,
        envelope: sealed.sealed.envelope,
        keySet: 1,
        assurance: 'E2EE_WEB',
        receivedAt: NOW,
        sealedNote: null,
        noteEpoch: null,
      }),
      // Two at a time, as a server with many posts shows them.
      mailboxPosts: ({ before }) =>
        boxes
          .map((box, number) => ({ number, box }))
          .filter(({ number }) => before === null || number < (before as number))
          .slice(-2),
    });
    const work = await openWork(session, verified);
    if (!work.ok) throw new Error(work.reason);
    const desk = createDesk(session, work.work, verified);
    const opened = await desk.open(REPORT);
    if (!opened.ok) throw new Error(opened.reason);
    const read = await desk.posts(opened.report);
    expect(read.ok && read.posts.map(({ text }) => text)).toEqual(['They are outside.', 'They left.']);
  });
});

describe('a notice', () => {
  const body = (more: object = {}): Json => ({
    alertId: ALERT,
    step: 0,
    ticket: TICKET,
    urgency: 'U1',
    needs: [],
    department: '25',
    deadline: '2026-03-02T12:15:00Z',
    callback: '',
    accepted: false,
    exercise: false,
    ...more,
  });
  const noticeTo = (handle: string, key: Uint8Array, more: object = {}) =>
    sealNotice(
      {
        recipientKey: deriveMemberKeys(person(handle).seed).seal.publicKey,
        T0: new Uint8Array(32),
        alertId: ALERT,
        purpose: 'alert',
        expires: new Date(NOW.getTime() + 3_600_000),
        body: body(more),
      },
      key,
    );
  const listing = (sealed: Uint8Array, alertId = ALERT) => ({
    edges: [
      {
        cursor: 'c',
        node: {
          id: NOTICE,
          alertId,
          step: 0,
          sealed,
          state: 'QUEUED',
          createdAt: NOW,
          alertState: 'escalating',
          standing: {
            state: 'ESCALATING',
            since: null,
            mine: false,
            by: null,
            progress: null,
            again: null,
            narrowed: false,
          },
        },
      },
    ],
    pageInfo: { hasNextPage: false, endCursor: null },
  });
  const inboxWith = async (answers: Answers) => createInbox(await sessionOf('rosa', answers), verified);
  const firstOf = async (sealed: Uint8Array, alertId?: string) => {
    const outcome = await (await inboxWith({ alerts: () => listing(sealed, alertId) })).list({});
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome.notices[0];
  };
  const worker = () => signKeyPairFromSeed(ceremony.secrets.dispatchSign).secretKey;

  it('opens for its recipient', async () => {
    expect(await firstOf(noticeTo('rosa', worker()))).toMatchObject({
      body: { urgency: 'U1', ticket: TICKET },
    });
  });

  it('is nothing when it was sealed to somebody else, signed by somebody else, or laid beside another alert', async () => {
    expect(await firstOf(noticeTo('ines', worker()))).toMatchObject({ body: null });
    expect(
      await firstOf(noticeTo('rosa', signKeyPairFromSeed(ceremony.secrets.log).secretKey)),
    ).toMatchObject({ body: null });
    expect(await firstOf(noticeTo('rosa', worker()), REPORT)).toMatchObject({ body: null });
    expect(await firstOf(noticeTo('rosa', worker(), { alertId: REPORT }))).toMatchObject({ body: null });
    expect(await firstOf(new Uint8Array(4096))).toMatchObject({ body: null });
  });

  it('is never acknowledged unread: nobody signs for what they could not see', async () => {
    const inbox = await inboxWith({ alerts: () => listing(new Uint8Array(4096)) });
    const outcome = await inbox.list({});
    const notice = outcome.ok ? outcome.notices[0] : undefined;
    if (!notice) throw new Error('no notice');
    expect(await inbox.acknowledge(notice, 'ACCEPT', { at: NOW })).toEqual({ ok: false, reason: 'unopened' });
  });
});

describe('the mailbox', () => {
  const words = async () => newReceiptWords(await loadWordList('es'));
  const visitWith = (boxes: Uint8Array[], text: string, posts: string[] = [], message?: string) =>
    visitMailbox(
      serverThat({
        exchangeMailbox: ({ input }) => {
          posts.push((input as { post: string }).post);
          return { boxes };
        },
      }),
      verified.directory,
      { words: text, now: NOW, ...(message === undefined ? {} : { say: { text: message } }) },
    );
  const filler = () => Array.from({ length: 8 }, () => randomBytes(4096));

  it('sends one message of one size, with news or without', async () => {
    const posts: string[] = [];
    const { words: twelve } = await words();
    await visitWith(filler(), twelve.join(' '), posts);
    await visitWith(filler(), twelve.join(' '), posts, 'They are outside now.');
    expect(posts.map((post) => fromBase64Url(post).length)).toEqual([4096, 4096]);
    expect(await visitWith(filler(), twelve.join(' '), posts, 'x'.repeat(5000))).toEqual({
      ok: false,
      reason: 'too-long',
    });
    expect(posts).toHaveLength(2);
  });

  it('believes the desks of the directory and nobody else', async () => {
    const receipt = await words();
    const keys = mailboxKeys(receipt.entropy);
    const answer = (seed: Uint8Array) =>
      sealReply(
        {
          reporterKey: keys.seal.publicKey,
          address: keys.address,
          body: { v: 1, text: 'Come to the bridge alone.' },
        },
        deriveDeskKeys(seed).sign.secretKey,
      );
    const forged = answer(randomBytes(32));
    expect(await visitWith([forged, ...filler().slice(1)], receipt.words.join(' '))).toMatchObject({
      ok: true,
      answers: [],
    });
    const real = answer(ceremony.secrets.desks.triage);
    expect(await visitWith([real, real, ...filler().slice(2)], receipt.words.join(' '))).toMatchObject({
      answers: [{ text: 'Come to the bridge alone.' }],
    });
  });

  it('refuses an answer of another shape, and words that are no receipt', async () => {
    const { words: twelve } = await words();
    expect(await visitWith(filler().slice(1), twelve.join(' '))).toEqual({
      ok: false,
      reason: 'other-shape',
    });
    expect(await visitWith([...filler().slice(1), randomBytes(4095)], twelve.join(' '))).toMatchObject({
      reason: 'call',
    });
    expect(await visitWith(filler(), 'uno dos tres')).toMatchObject({
      ok: false,
      reason: 'words',
      detail: { have: 3 },
    });
  });
});
