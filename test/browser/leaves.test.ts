/**
 * What leaves the reporter's phone, and what stays on it, in a real Chromium with a real profile folder, over a wire that is listened to and
 * that can be cut, in front of real servers.
 */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ACCEPTANCE_BYTES,
  ENVELOPE_SIZES,
  fromBase64Url,
  hash,
  randomBytes,
  type ChannelEntry,
} from '#crypto';
import type { Page } from 'playwright-core';
import { es as talk } from '../../apps/intake/src/talk/text/es.js';
import { es } from '../../apps/intake/src/text/es.js';
import { WorkGate } from '../../libs/reports/src/work-gate.js';
import { draft } from '../support/draft.js';
import { findInFolder, findInBytes } from '../support/find-everywhere.js';
import { testDeployment } from '../support/deployment.js';
import { type World, until } from '../support/world.js';
import { findChromium } from './chromium.js';
import { usePhone, type Phone } from './phone.js';
import { held } from './phone-storage.js';
import { begin, reporter, type Reporter } from './reporter.js';
import { serve, type Served } from './served.js';
import type { Site } from './site.js';
import { answerAll, canaries, tell, type Canaries } from './tell.js';
import { startWire, type Fate, type Passed, type Replacement, type Wire } from './wire.js';

/** A second or two of this machine: long enough to be seen. */
const ATTEMPTS = 2_000;

const reports = async (world: World): Promise<number> =>
  Number((await world.admin.query<{ count: string }>('select count(*) from report')).rows[0]!.count);

interface Question {
  readonly query: string;
  readonly variables: { readonly input?: { readonly envelope?: string; readonly work?: string } };
}
const questionIn = ({ body }: Passed): Question => JSON.parse(body.toString()) as Question;
const envelopeIn = (one: Passed): Uint8Array | null => {
  const { envelope } = one.method === 'POST' ? (questionIn(one).variables.input ?? {}) : {};
  return envelope === undefined ? null : fromBase64Url(envelope);
};

const answered = (answer: object): Replacement => ({
  status: 200,
  type: 'application/json',
  body: Buffer.from(JSON.stringify(answer)),
});
/** Whose link people are given. */
async function partnerOf(world: World): Promise<ChannelEntry> {
  const { channels } = (await world.directory()).directory;
  return channels.find(({ signKey, assurance }) => signKey === null && assurance === 'E2EE_WEB')!;
}

/** Signed by the roots of somebody else. */
async function otherDirectory(): Promise<Replacement> {
  const { bytes } = (await testDeployment()).publication();
  const text = (part: Uint8Array): string => Buffer.from(part).toString('base64url');
  return answered({
    data: {
      directory: {
        version: 1,
        head: text(bytes.head),
        signatures: text(bytes.signatures),
        directory: text(bytes.directory),
        policy: text(bytes.policy),
        freshness: [],
      },
    },
  });
}
const asksWhoIsWho = (one: Passed): boolean =>
  one.method === 'POST' && questionIn(one).query.includes('directory');
const visits = (one: Passed): boolean => one.method === 'POST' && one.body.includes('exchangeMailbox');

/** Fetched anew by the browser itself, or for others to check by. */
const NEVER_CACHED = new Set(['sw.js', 'send.js', 'pages.json']);
const cachedPaths = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(async () => {
    const keys = await (await caches.open((await caches.keys())[0])).keys();
    return keys.map(({ url }) => new URL(url).pathname.slice(1) || 'index.html').sort();
  })()`);
const darkDots = (page: Page): Promise<number> =>
  page.evaluate<number>(`(() => {
    const { width, height } = document.querySelector('canvas');
    const { data } = document.querySelector('canvas').getContext('2d').getImageData(0, 0, width, height);
    return data.filter((value, at) => at % 4 === 3 && value === 255 && data[at - 1] === 0).length;
  })()`);
const words = ({ story, name }: Canaries): string[] => [story, name];

(findChromium() === null ? describe.skip : describe)('the reporter’s phone', () => {
  let served: Served;
  let world: World;
  let site: Site;
  let wire: Wire;
  let phone: Phone;
  let person: Reporter;
  let secret: Canaries;

  beforeAll(async () => {
    served = await serve({ withoutWorker: true });
    ({ world, site } = served);
  });
  afterAll(() => served.end());
  beforeEach(async () => {
    wire = await startWire(site.origin);
    phone = await usePhone();
    person = reporter(phone.page, es);
    secret = canaries();
  });
  afterEach(async () => {
    await phone.destroy();
    await wire.close();
  });

  const open = (fragment = ''): Promise<unknown> => phone.page.goto(`${wire.origin}/${fragment}`);
  const received = (): Promise<void> => phone.page.getByText(es.delivery.arrived).waitFor();
  const send = async (): Promise<void> => {
    await person.press(es.review.send);
    await person.at(es.words.title);
  };
  /** The browser ends; its folder is what a thief, or whoever seizes it, would hold. */
  const onDisk = async (): Promise<unknown[]> => {
    await phone.close();
    return findInFolder(words(secret), phone.profile);
  };
  /** Both workers are ready, and the whole page lies in its cache. */
  const installed = (): Promise<true> =>
    until('the workers', async () => {
      const states = await phone.page.evaluate<(string | undefined)[]>(
        `navigator.serviceWorker.getRegistrations().then((all) => all.map(({ active }) => active?.state))`,
      );
      return states.length === 2 && states.every((state) => state === 'activated') ? true : null;
    });

  it('sends nothing but questions for our own files and sealed envelopes of a size from the closed set', async () => {
    const partner = await partnerOf(world);
    await open(`#c=${partner.id}`);
    // The signed directory's words, whatever the link says; and the link is gone from the address.
    await phone.page.getByText(partner.welcome.es).waitFor();
    expect(phone.page.url()).toBe(`${wire.origin}/`);
    await tell(person, 'own', secret);
    await send();
    await received();
    await installed();

    const gets = wire.passed.filter(({ method }) => method === 'GET').map(({ path }) => path);
    const files = new Set(['/', ...[...site.pages.files.keys()].map((name) => `/${name}`)]);
    expect(gets.filter((path) => !files.has(path))).toEqual([]);
    const posts = wire.passed.filter(({ method }) => method !== 'GET');
    expect([...new Set(posts.map(({ method, path }) => `${method} ${path}`))]).toEqual(['POST /graphql']);
    const envelopes = posts.flatMap((one) => envelopeIn(one) ?? []);
    expect(envelopes).toHaveLength(1);
    expect(ENVELOPE_SIZES).toContain(envelopes[0]!.length);
    expect(posts.filter(({ body }) => body.includes(partner.id)).flatMap(envelopeIn)).toHaveLength(1);
    // Beside the envelope and its public channel the questions are the same for everybody.
    for (const post of posts.filter((one) => !envelopeIn(one)))
      expect(questionIn(post).variables).toEqual({});

    const everything = Buffer.concat(
      wire.passed.flatMap(({ path, headers, body }) => [Buffer.from(`${path}\n${headers}\n`), body]),
    );
    expect(findInBytes(words(secret), everything)).toEqual([]);
    expect(wire.passed.filter(({ headers }) => /^(cookie|referer)$/im.test(headers))).toEqual([]);
    expect([...new Set(phone.sent.map(({ url }) => new URL(url).origin))]).toEqual([wire.origin]);
    expect(phone.complaints).toEqual([]);
  });

  it('keeps nothing readable on its disk after sending, on one’s own phone, and no envelope either', async () => {
    await open();
    await tell(person, 'own', secret);
    await send();
    await received();
    const names = (await held(phone.page)).kept;
    expect(names.filter((name) => !/^(seen|directory)\//.test(name))).toEqual([]);
    expect(await onDisk()).toEqual([]);
  });

  it('keeps nothing readable on its disk after quick exit in the middle, and what would be found is found', async () => {
    await open();
    await tell(person, 'shared', secret);
    await phone.page.keyboard.press('Escape');
    await phone.page.keyboard.press('Escape');
    await phone.page.keyboard.press('Escape');
    await phone.page.waitForURL('**/blank.html');
    expect(await phone.page.title()).not.toContain(es.title);
    expect(await onDisk()).toEqual([]);

    // The same search, on the same folder, for what somebody did leave there.
    const careless = await usePhone({ profile: phone.profile });
    await careless.page.goto(wire.origin);
    await careless.page.evaluate(`localStorage.setItem('draft', '${secret.story}')`);
    await careless.close();
    expect(findInFolder(words(secret), phone.profile)).not.toEqual([]);
  });

  it('holds nothing at all of ours on a shared phone: no storage, no worker, no cache', async () => {
    await open();
    await tell(person, 'shared', secret);
    await send();
    await received();
    const nothing = { databases: [], kept: [], caches: [], workers: [], local: 0, session: 0 };
    expect(await held(phone.page)).toEqual(nothing);
    expect(await onDisk()).toEqual([]);
  });

  it('keeps a report sealed while there is no signal, and sends it by itself when it is back', async () => {
    const before = await reports(world);
    await open();
    await tell(person, 'own', secret);
    await phone.context.setOffline(true);
    await send();
    await phone.page.getByText(es.delivery.keptLine).waitFor();
    expect((await held(phone.page)).kept.filter((name) => name.startsWith('outbox/'))).toHaveLength(1);
    expect(await reports(world)).toBe(before);
    await phone.context.setOffline(false);
    await received();
    expect(await reports(world)).toBe(before + 1);
    expect((await held(phone.page)).kept.filter((name) => name.startsWith('outbox/'))).toEqual([]);
  });

  it('opens without a signal after the first visit, and sends what was told once the page is closed', async () => {
    const before = await reports(world);
    const partner = await partnerOf(world);
    await open();
    await tell(person, 'own', secret);
    await installed();
    // Every part of the page, also those that nobody has asked for yet.
    expect(await cachedPaths(phone.page)).toEqual(
      [...site.pages.files.keys()].filter((name) => !NEVER_CACHED.has(name)).sort(),
    );
    wire.fate = 'cut';
    await phone.page.goto('about:blank');
    await open(`#c=${partner.id}`);
    await tell(person, 'own', secret);
    await send();
    await phone.page.getByText(es.delivery.keptLine).waitFor();
    await person.press(es.words.qr);
    await until('the code', async () => (await darkDots(phone.page)) || null);
    const cdp = await phone.context.newCDPSession(phone.page);
    const registrations: { registrationId: string; scopeURL: string }[] = [];
    cdp.on('ServiceWorker.workerRegistrationUpdated', (event) => registrations.push(...event.registrations));
    await cdp.send('ServiceWorker.enable');
    const sending = await until(
      'the sending worker',
      () => registrations.find(({ scopeURL }) => scopeURL.endsWith('/send/')) ?? null,
    );
    // Another page of another place: ours is closed.
    await phone.page.goto('about:blank');
    wire.fate = 'pass';
    await cdp.send('ServiceWorker.dispatchSyncEvent', {
      origin: wire.origin,
      registrationId: sending.registrationId,
      tag: 'outbox',
      lastChance: false,
    });
    await until('the report', async () => ((await reports(world)) === before + 1 ? true : null));
    await open();
    await until('an empty outbox', async () =>
      (await held(phone.page)).kept.some((name) => name.startsWith('outbox/')) ? null : true,
    );
    // Whose link it came by was not kept on the phone, and so is not told from there.
    const sent = wire.passed.filter((one) => envelopeIn(one)).at(-1)!;
    expect(sent.body.toString()).not.toContain(partner.id);
    expect(await onDisk()).toEqual([]);
  });

  it('keeps the report from a server that thanks for it without the key to do so', async () => {
    await open();
    await tell(person, 'own', secret);
    const stranger = Buffer.alloc(ACCEPTANCE_BYTES, 7).toString('base64url');
    wire.fate = (passed) =>
      envelopeIn(passed)
        ? answered({ data: { submitReport: { __typename: 'ReportAccepted', receipt: stranger } } })
        : 'pass';
    await send();
    await phone.page.getByText(es.delivery.keptLine).waitFor();
    expect((await held(phone.page)).kept.filter((name) => name.startsWith('outbox/'))).toHaveLength(1);
    wire.fate = 'pass';
    expect(await onDisk()).toEqual([]);
  });

  it('works for its report while too many write, says so in plain words, and is let in with what it worked', async () => {
    const gate = new WorkGate(randomBytes(64));
    const now = new Date();
    const digest = hash(randomBytes(32));
    const challenge = await gate.ask(digest, ATTEMPTS, now);
    const deferral = { __typename: 'ReportDeferred', retryAfterSeconds: 3000, challenge };
    const brought: (string | undefined)[] = [];
    await open();
    await tell(person, 'own', secret);
    wire.fate = (passed) => {
      if (!envelopeIn(passed)) return 'pass';
      const { work } = questionIn(passed).variables.input ?? {};
      brought.push(work);
      return work === undefined ? answered({ data: { submitReport: deferral } }) : 'pass';
    };
    await send();
    await phone.page.getByText(es.delivery.working).waitFor();
    await received();
    expect(brought).toEqual([undefined, expect.any(String)]);
    expect(await gate.isDone(brought[1] ?? '', digest, now)).toBe(true);
  });

  it('keeps the report, already on its disk, while a server says nothing, and tells of it at the next visit', async () => {
    await open();
    await tell(person, 'own', secret);
    wire.fate = 'hold';
    await send();
    await until('the envelope on its way', () => (wire.passed.some((one) => envelopeIn(one)) ? true : null));
    // The line breaks, and the battery ends.
    wire.fate = 'cut';
    wire.drop();
    await phone.close();
    wire.fate = 'pass';
    const again = await usePhone({ profile: phone.profile });
    try {
      await again.page.goto(wire.origin);
      const back = reporter(again.page, es);
      wire.fate = 'cut';
      await back.press(es.start.waiting(1));
      await back.at(es.waiting.title);
      await back.press(es.waiting.send);
      await again.page.getByText(es.delivery.keptOwn).waitFor();
      const taking = again.page.waitForEvent('download');
      await back.press(es.delivery.takeOut);
      expect(readFileSync(await (await taking).path()).length).toBeGreaterThan(ENVELOPE_SIZES[0]);
      wire.fate = 'pass';
      await back.press(es.common.again);
      await again.page.getByText(es.delivery.received, { exact: true }).waitFor();
      expect((await held(again.page)).kept.filter((name) => name.startsWith('outbox/'))).toEqual([]);
    } finally {
      await again.close();
    }
    expect(findInFolder(words(secret), phone.profile)).toEqual([]);
  });

  it('seals nothing to the keys of another directory, and loses nothing of what was written', async () => {
    const other = await otherDirectory();
    wire.fate = (passed) => (asksWhoIsWho(passed) ? other : 'pass');
    await open();
    await answerAll(person, 'own', secret);
    await phone.page.getByText(es.problems.directoryRefused).waitFor();
    expect(wire.passed.filter((one) => envelopeIn(one))).toEqual([]);
  });

  it('keeps what was typed in a conversation on the screen and nowhere else, whatever the server answers', async () => {
    const { sealed } = await world.submit(draft());
    const twelve = sealed.words.join(' ');
    const other = await otherDirectory();
    await open();
    await person.press(es.start.words);
    await person.at(talk.words.title);
    await person.write(talk.words.label, twelve);
    const look = async (fate: Fate, said: string): Promise<void> => {
      wire.fate = fate;
      await person.press(talk.words.open);
      await phone.page.getByText(said, { exact: true }).waitFor();
      expect(await phone.page.getByLabel(talk.words.label).inputValue()).toBe(twelve);
    };
    await look((one) => (asksWhoIsWho(one) ? other : 'pass'), es.problems.directoryRefused);
    await look('cut', es.problems.directoryCall);
    // Until somebody proved who reads, nobody is told that there is a conversation.
    expect(wire.passed.filter(visits)).toEqual([]);
    const strange = answered({ data: { exchangeMailbox: { boxes: [] } } });
    await look((one) => (visits(one) ? strange : 'pass'), talk.sent.strange);
    await look((one) => (visits(one) ? 'cut' : 'pass'), talk.sent.noSignal);
    wire.fate = 'pass';
    await person.press(talk.words.open);
    await person.at(talk.conversation.title);
    await person.press(talk.conversation.note);
    await person.write(talk.note.label, secret.story);
    // It came, and the line broke before anybody answered.
    wire.fate = 'hold';
    const before = wire.passed.length;
    await person.press(talk.note.send);
    await until('the message on its way', () => (wire.passed.length > before ? true : null));
    wire.fate = 'cut';
    wire.drop();
    await phone.page.getByText(talk.sent.noSignal, { exact: true }).waitFor();
    expect(await phone.page.getByLabel(talk.note.label).inputValue()).toBe(secret.story);
    wire.fate = 'pass';
    await person.press(talk.note.send);
    await phone.page.getByText(talk.sent.said, { exact: true }).waitFor();
    expect((await held(phone.page)).kept).toEqual([]);
    expect(await onDisk()).toEqual([]);
  });

  it('keeps a file sealed while nobody takes it, and while a server claims to have it without a signature', async () => {
    await open();
    await begin(person, 'own');
    for (let skipped = 0; skipped < 3; skipped += 1) await person.onward();
    await person.press(es.story.files);
    const document = { name: 'lista.txt', mimeType: 'text/plain', buffer: Buffer.from(secret.story) };
    await phone.page.locator('#pick-files').setInputFiles(document);
    await person.press(es.common.toReview);
    await phone.page.getByRole('heading', { name: es.review.readers }).waitFor();
    wire.fate = ({ method }) => (method === 'PATCH' ? 'cut' : 'pass');
    await send();
    await person.press(es.words.next);
    await person.press(es.check.without);
    const waits = phone.page.getByText(es.delivery.filesWaiting(1), { exact: true });
    await waits.waitFor();
    const files = async (): Promise<number> =>
      (await held(phone.page)).kept.filter((name) => name.startsWith('files/')).length;
    const kept = await files();
    expect(kept).toBeGreaterThan(0);

    const made = wire.passed.find(({ method, path }) => method === 'POST' && path.startsWith('/files'))!;
    const [, length = ''] = /^upload-length\n(\d+)$/im.exec(made.headers) ?? [];
    const headers = { 'tus-resumable': '1.0.0', 'upload-length': length, 'upload-offset': length };
    const liar: Replacement = { status: 200, type: 'text/plain', body: Buffer.alloc(0), headers };
    wire.fate = ({ method }) => (method === 'HEAD' ? liar : 'pass');
    const before = wire.passed.length;
    await person.press(es.common.again);
    await until('the claim', () => (wire.passed.length > before ? true : null));
    await waits.waitFor();
    expect(await files()).toBe(kept);

    wire.fate = 'pass';
    await person.press(es.common.again);
    await until('the file', async () => ((await files()) === 0 ? true : null));
    expect(await onDisk()).toEqual([]);
  });

  it('comes over 2G at its first visit, and from its own store at the second', async () => {
    const cdp = await phone.context.newCDPSession(phone.page);
    await cdp.send('Network.enable');
    const EDGE = { offline: false, latency: 300, downloadThroughput: 30_000, uploadThroughput: 12_000 };
    await cdp.send('Network.emulateNetworkConditions', EDGE);
    await open();
    await tell(person, 'own', secret);
    await send();
    await received();
  });
});
