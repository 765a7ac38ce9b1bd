/**
 * A whole conversation between the page on a telephone and a coordinator: there and back, with new facts, and with the words alone where the
 * reporter had chosen a code. What the line shows of a visit is one shape, and the telephone keeps nothing of it.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { es } from '../../apps/intake/src/text/es.js';
import { es as files } from '../../apps/intake/src/files/text/es.js';
import { es as talk } from '../../apps/intake/src/talk/text/es.js';
import { fetchAttachment } from '#sdk/member';
import { draft } from '../support/draft.js';
import { findEverywhere } from '../support/find-everywhere.js';
import { until, World, type Colleague } from '../support/world.js';
import { findChromium } from './chromium.js';
import { usePhone, type Phone } from './phone.js';
import { reporter, type Reporter } from './reporter.js';
import { serve, type Served } from './served.js';
import type { Site } from './site.js';
import { startWire } from './wire.js';

const CODE = 'río siete';
const QUESTION = '¿Están a salvo ahora?';
const LOOKS = 6;
const SECRET = 'canario-en-la-quebrada';

/** As on paper: numbered, in capitals, without accents. */
const careless = (words: readonly string[]): string =>
  words
    .map((word, at) => `${String(at + 1)}. ${word.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase()}`)
    .join('\n');

(findChromium() === null ? describe.skip : describe)('who comes back to the page with twelve words', () => {
  let served: Served;
  let world: World;
  let site: Site;
  let rosa: Colleague;
  beforeAll(async () => {
    served = await serve();
    ({ world, site } = served);
    rosa = await world.signIn('rosa');
  });
  afterAll(() => served.end());

  async function openTalk(
    phone: Phone,
    words: string,
    code: string,
    origin = site.origin,
  ): Promise<Reporter> {
    const person = reporter(phone.page, es);
    await phone.page.goto(origin);
    await person.at(es.start.title);
    await person.press(es.start.words);
    await person.at(talk.words.title);
    await person.write(talk.words.label, words);
    if (code !== '') await person.write(talk.words.code, code);
    await person.press(talk.words.open);
    return person;
  }

  const opened = async (reportId: string) => {
    const outcome = await rosa.desk.open(reportId);
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome.report;
  };
  const heard = async (reportId: string) => {
    const outcome = await rosa.desk.posts(await opened(reportId));
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome;
  };
  const newestReport = async (except: readonly string[]): Promise<string | null> => {
    const { rows } = await world.admin.query<{ id: string }>('select id from report');
    return rows.map(({ id }) => id).find((id) => !except.includes(id)) ?? null;
  };
  const visits = (phone: Phone): number[] =>
    phone.sent.flatMap(({ body }) => (body?.includes('exchangeMailbox') ? [body.length] : []));
  const seen = (page: Page, words: string) => page.getByText(words, { exact: true }).first().waitFor();

  it('reads a question, answers by a button, adds facts that reach people, and the desk knows whose they are', async () => {
    const first = await world.submit({ ...draft(), code: CODE });
    await world.alertOf(first.reportId);
    const report = await opened(first.reportId);
    const asked = await rosa.desk.answer(report, { text: QUESTION, choices: ['Sí', 'No'], status: 'acting' });
    expect(asked.ok).toBe(true);
    const phone = await usePhone();
    try {
      const { page } = phone;
      const person = await openTalk(phone, careless(first.sealed.words), CODE.toUpperCase());
      await person.at(talk.conversation.title);
      await seen(page, QUESTION);
      await seen(page, talk.conversation.status.acting);
      await person.press('No');
      await seen(page, talk.conversation.answered('No'));
      expect((await heard(first.reportId)).posts).toMatchObject([{ answer: { choice: 'No' } }]);

      await person.press(talk.conversation.add);
      await person.at(es.danger.title);
      await person.pick(es.danger.now);
      await person.onward();
      await person.at(es.story.title);
      await person.write(es.story.label, `Ya están en la puerta ${SECRET}`);
      await person.press(es.story.files);
      const list = { name: 'lista.txt', mimeType: 'text/plain', buffer: Buffer.from(`placas ${SECRET}`) };
      await page.locator('#pick-files').setInputFiles(list);
      await seen(page, files.document);
      await person.onward();
      await person.at(es.keepFrom.title);
      await person.press(talk.facts.send);
      await seen(page, es.delivery.received);
      const later = await until('the new facts', () => newestReport([first.reportId]));
      await world.alertOf(later);
      const added = await opened(later);
      expect(added.narrative.text).toBe(`Ya están en la puerta ${SECRET}`);
      expect(added.thread).toEqual({ kind: 'later', belongsTo: first.reportId, underDuress: false });
      const [attachment] = added.narrative.attachments;
      const bytes = await until('the file', async () => {
        const parts: Uint8Array[] = [];
        const write = (part: Uint8Array) => Promise.resolve(void parts.push(part));
        const fetched = await fetchAttachment(rosa.session, attachment!, { write });
        return fetched.ok ? Buffer.concat(parts) : null;
      });
      expect(bytes.equals(list.buffer)).toBe(true);

      await person.press(talk.conversation.title);
      await person.press(talk.conversation.sharing);
      await person.press(talk.sharing.withdrawSharing);
      await seen(page, talk.sent.said);
      expect((await heard(first.reportId)).said).toMatchObject({ withdrawn: 'sharing' });
      expect((await heard(first.reportId)).duress).toBeNull();
      // Looking, choosing and withdrawing: one size of the line.
      expect(visits(phone).length).toBe(3);
      expect(new Set(visits(phone)).size).toBe(1);
      // Asked first, a server has nothing of the file yet.
      expect(phone.complaints.filter((line) => !line.includes('404'))).toEqual([]);
      await phone.close();
      const canaries = [SECRET, QUESTION, CODE, first.sealed.words.slice(0, 3).join(' ')];
      expect(
        await findEverywhere(canaries, { adminUrl: world.database.adminUrl, folders: [phone.profile] }),
      ).toEqual([]);
    } finally {
      await phone.destroy();
    }
  });

  it('with the words alone sees a conversation like any other, and only the desk knows', async () => {
    const first = await world.submit({ ...draft(), code: CODE });
    await world.alertOf(first.reportId);
    const report = await opened(first.reportId);
    expect((await rosa.desk.answer(report, { text: 'Salimos a las cinco' })).ok).toBe(true);
    const phone = await usePhone();
    try {
      const person = await openTalk(phone, first.sealed.words.join(' '), '');
      await person.at(talk.conversation.title);
      await seen(phone.page, talk.conversation.status.received);
      expect(await phone.page.getByText('Salimos a las cinco').count()).toBe(0);
      await person.press(talk.conversation.note);
      await person.write(talk.note.label, 'Todo bien, ya no hace falta nada');
      await person.press(talk.note.send);
      await seen(phone.page, talk.sent.said);
      const told = await heard(first.reportId);
      expect(told.posts).toEqual([]);
      expect(told.duress).toMatchObject({ visits: 2, posts: [{ text: 'Todo bien, ya no hace falta nada' }] });
    } finally {
      await phone.destroy();
    }
  });

  it('shows the line the same with a code and with the words alone: what is asked, how much comes back, and how soon', async () => {
    const first = await world.submit({ ...draft(), code: CODE });
    await world.alertOf(first.reportId);
    expect((await rosa.desk.answer(await opened(first.reportId), { text: QUESTION })).ok).toBe(true);
    const words = first.sealed.words.join(' ');
    const wire = await startWire(site.origin);
    /** The same steps each time; every request and answer in their order, and how long each visit took. */
    async function watched(code: string): Promise<{ shape: string[]; visits: number[] }> {
      const from = wire.passed.length;
      const phone = await usePhone();
      try {
        const person = await openTalk(phone, words, code, wire.origin);
        await person.at(talk.conversation.title);
        for (let looks = 0; looks < LOOKS; looks += 1) {
          const before = wire.passed.length;
          await person.press(talk.conversation.look);
          await until('the answer', () => (wire.passed[before]?.answer ? true : null));
          await phone.page.getByRole('button', { name: talk.conversation.look }).waitFor();
        }
        await person.press(talk.conversation.note);
        await person.write(talk.note.label, code === '' ? 'Todo bien, ya no hace falta nada' : 'Vengan');
        await person.press(talk.note.send);
        await seen(phone.page, talk.sent.said);
        await person.press(talk.conversation.add);
        await person.onward();
        await person.write(es.story.label, code === '' ? 'No pasó nada.' : 'Ya están en la puerta.');
        await person.onward();
        await phone.page.getByText(es.readers.machine).waitFor();
        await person.press(talk.facts.send);
        await seen(phone.page, es.delivery.received);
      } finally {
        await phone.destroy();
      }
      const posts = wire.passed.slice(from).filter(({ method }) => method === 'POST');
      return {
        shape: posts.map(
          ({ path, body, answer }) => `${path} ${String(body.length)} ${String(answer?.bytes)}`,
        ),
        visits: posts.flatMap(({ body, answer }) =>
          answer && body.includes('exchangeMailbox') ? [answer.ms] : [],
        ),
      };
    }
    try {
      const [real, forced] = [await watched(CODE), await watched('')];
      expect(real.shape.length).toBeGreaterThan(LOOKS + 3);
      expect(forced.shape).toEqual(real.shape);
      const [withCode, alone] = [real.visits, forced.visits];
      // One time class: nobody who measures could put a limit between the two.
      expect(Math.min(...alone)).toBeLessThan(Math.max(...withCode));
      expect(Math.min(...withCode)).toBeLessThan(Math.max(...alone));
    } finally {
      await wire.close();
    }
  });

  it('is told which word is wrong, and what it may be', async () => {
    const phone = await usePhone();
    try {
      const { sealed } = await world.submit(draft());
      const slipped = sealed.words.map((word, at) => (at === 4 ? `${word}zz` : word));
      await openTalk(phone, slipped.join(' '), '');
      await phone.page.getByText(/La palabra 5 no está en la lista/).waitFor();
    } finally {
      await phone.destroy();
    }
  });
});
