/**
 * What a person types on the page is what the desk reads, and nobody else; and the page does with a report what it says. A real Chromium of
 * 360 pixels, the real web process, a real api.
 */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeEnvelope, deriveDeskKeys, fromBase64Url, sealKeyPairFromSeed, type Directory } from '#crypto';
import { openRouting } from '#crypto/dispatch';
import { loadWordLists, mailboxKeys, parseReceiptWords } from '#crypto/mailbox';
import { openEnvelopeAsDesk } from '#crypto/open';
import { provenBy, readReceipts } from '#sdk/carried';
import { readSeed } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { decodeNarrative, decodeRouting, type Narrative, type Routing } from '#vocabulary';
import type { Page } from 'playwright-core';
import { es } from '../../apps/intake/src/text/es.js';
import type { World } from '../support/world.js';
import { findChromium } from './chromium.js';
import { usePhone, type Phone } from './phone.js';
import { answer, begin, keepWords, reporter, type Reporter } from './reporter.js';
import { serve, type Served } from './served.js';
import type { Site } from './site.js';

const TEXT = 'Tres hombres con fusiles esperan en el puente. «Mañana vuelven», dijo uno. Ñandú ✓';
const PLACE = 'Quebrada Honda, a dos horas de Atalaya';
const WHO = 'Le dicen el Cholo';

interface Opened {
  readonly desk: 'triage' | 'safeguarding';
  readonly machineReadsCodes: boolean;
  readonly routing: Routing;
  readonly narrative: Narrative;
}

(findChromium() === null ? describe.skip : describe)('reporting', () => {
  let served: Served;
  let world: World;
  let site: Site;
  let directory: Directory;
  let phone: Phone;
  let person: Reporter;

  beforeAll(async () => {
    served = await serve({ withoutWorker: true });
    ({ world, site } = served);
    ({ directory } = await world.directory());
  });
  afterAll(() => served.end());
  beforeEach(async () => {
    phone = await usePhone();
    person = reporter(phone.page, es);
    await phone.page.goto(site.origin);
  });
  afterEach(() => phone.destroy());

  const nameOf = (id: string): string => directory.organisations.find((one) => one.id === id)?.name ?? '';
  const deskOf = (name: Opened['desk']) => directory.desks.find(({ desk }) => desk === name)!;

  /** The last envelope that left the telephone, opened with the desk's own keys. */
  async function openedByDesk(): Promise<Opened> {
    const posted = phone.sent.filter(({ body }) => body?.includes('SubmitReport'));
    const { variables } = JSON.parse(posted.at(-1)!.body!.toString()) as {
      variables: { input: { envelope: string } };
    };
    const decoded = decodeEnvelope(fromBase64Url(variables.input.envelope));
    if (!decoded.ok) throw new Error(decoded.reason);
    const files = fileStorage(world.dir);
    const { keys: held } = JSON.parse(readFileSync(world.demo.secretFile('dispatch'), 'utf8')) as {
      keys: readonly { seed: string }[];
    };
    const dispatch = sealKeyPairFromSeed(fromBase64Url(held[0]!.seed));
    const machineReadsCodes = openRouting(dispatch.secretKey, decoded.envelope).ok;
    for (const desk of ['triage', 'safeguarding'] as const) {
      const keys = deriveDeskKeys(await readSeed(files, `secrets/desk-${desk}-1.json`, 'desk'));
      const opened = openEnvelopeAsDesk(keys.seal.secretKey, decoded.envelope);
      if (!opened.ok) continue;
      const [routing, narrative] = [decodeRouting(opened.routing), decodeNarrative(opened.narrative)];
      if (!routing.ok || !narrative.ok) throw new Error('the contents are not in their form');
      return { desk, machineReadsCodes, routing: routing.value, narrative: narrative.value };
    }
    throw new Error('no desk opens it');
  }

  async function send(): Promise<readonly string[]> {
    await person.press(es.review.send);
    await phone.page.getByText(es.delivery.arrived).waitFor();
    return keepWords(person);
  }

  const story = () => person.write(es.story.label, TEXT);
  const exclude = (id: string) => person.pick(nameOf(id));

  it('seals what was typed, to the desk alone; the machine reads the choices', async () => {
    await begin(person, 'shared');
    await answer(person, {
      danger: () => person.pick(es.danger.now),
      teller: () => person.pick(es.teller.self),
      acts: async () => {
        await person.open(es.actGroups.THREAT);
        await person.pick(es.actNames.THR_DEATH);
      },
      story,
      where: async () => {
        await person.choose(es.where.country, es.countries.PE);
        await person.choose(es.where.department, 'Ucayali');
        await person.write(es.where.place, PLACE);
      },
      'by-whom': async () => {
        await person.open(es.perpetratorGroups.illegal);
        await person.pick(es.perpetrators.IL_LOGGING);
        await person.write(es.byWhom.names, WHO);
      },
      needs: () => person.pick(es.needs.CS_LEGAL),
      sharing: () => person.pick(es.sharing.tiers.T2),
    });
    const desk = deskOf('triage').organisations.map(nameOf).join(', ');
    await phone.page.getByText(es.readers.desk(desk)).waitFor();
    await phone.page.getByText(es.readers.machine).waitFor();
    const words = await send();

    const { narrative, routing, ...how } = await openedByDesk();
    expect(how).toEqual({ desk: 'triage', machineReadsCodes: true });
    expect(narrative).toMatchObject({ text: TEXT, place: PLACE, who: WHO, sourceConnection: 'self' });
    expect(routing).toMatchObject({
      acts: ['THR_DEATH'],
      imminence: 'now',
      department: '25',
      targets: ['IND'],
      perpetrators: ['IL_LOGGING'],
      needs: ['CS_LEGAL'],
      consent: { tiers: ['T2'], named: [] },
      exclusions: [],
    });
    const parsed = parseReceiptWords(words.join(' '), await loadWordLists());
    if (!parsed.ok) throw new Error('the words that were shown are no receipt');
    const { address } = mailboxKeys(parsed.entropy);
    expect(narrative.followUp?.address).toBe(Buffer.from(address).toString('base64url'));
    expect(phone.complaints).toEqual([]);
  });

  it('lets no machine read anything where the person wants people only', async () => {
    await begin(person, 'shared');
    await answer(person, { story, 'keep-from': () => person.pick(es.keepFrom.modes['humans-only']) });
    await phone.page.getByText(es.readers.noMachine).waitFor();
    await send();
    const { narrative, ...rest } = await openedByDesk();
    expect(narrative.text).toBe(TEXT);
    expect(rest).toMatchObject({ desk: 'triage', machineReadsCodes: false });
  });

  it('goes to the team for internal cases where the person asks for it, and where they name their own organisation', async () => {
    await begin(person, 'shared');
    await answer(person, { story, 'keep-from': () => person.pick(es.keepFrom.modes.safeguarding) });
    await send();
    expect(await openedByDesk()).toMatchObject({ desk: 'safeguarding', machineReadsCodes: false });

    await person.press(es.done.another);
    await begin(person, 'shared');
    await answer(person, {
      story,
      'by-whom': async () => {
        await person.open(es.perpetratorGroups.near);
        await person.pick(es.perpetrators.OWN_ORG);
      },
    });
    await phone.page.getByText(es.readers.movedOwn).waitFor();
    await send();
    expect(await openedByDesk()).toMatchObject({ desk: 'safeguarding', machineReadsCodes: false });
  });

  it('goes past an excluded organisation, and is not sealed where every team holds one', async () => {
    const inTriage = deskOf('triage').organisations.find(
      (id) => !deskOf('safeguarding').organisations.includes(id),
    )!;
    await begin(person, 'shared');
    await answer(person, { story, 'keep-from': () => exclude(inTriage) });
    await phone.page.getByText(es.readers.movedExcluded).waitFor();
    await send();
    const { desk, routing } = await openedByDesk();
    expect(desk).toBe('safeguarding');
    expect(routing.exclusions).toEqual([inTriage]);

    const sent = phone.sent.length;
    await person.press(es.done.another);
    await begin(person, 'shared');
    await answer(person, {
      story,
      'keep-from': async () => {
        await exclude(inTriage);
        await exclude(deskOf('safeguarding').organisations[0]!);
      },
    });
    await phone.page.getByText(es.problems.noDesk).waitFor();
    expect(await phone.page.getByRole('button', { name: es.review.send }).isDisabled()).toBe(true);
    expect(phone.sent.slice(sent).filter(({ body }) => body?.includes('SubmitReport'))).toEqual([]);
  });

  it('loses nothing when the language changes or the person goes back, and makes no entry in the history', async () => {
    const { page } = phone;
    const entries = await page.evaluate<number>('history.length');
    await begin(person, 'shared');
    for (let step = 0; step < 3; step += 1) await person.onward();
    await story();
    await person.onward();
    await person.press(es.common.back);
    await page.getByLabel(es.common.language).selectOption('pt');
    await page.getByRole('heading', { name: 'Conte com as suas palavras' }).waitFor();
    expect(await page.getByRole('textbox').inputValue()).toBe(TEXT);
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('pt');
    expect(await page.evaluate<number>('history.length')).toBe(entries);
  });

  it.each(['the button', 'Escape, three times'])(
    'leaves at once by %s, and Back shows no form',
    async (way) => {
      const { page } = phone;
      await begin(person, 'shared');
      for (let step = 0; step < 3; step += 1) await person.onward();
      await story();
      if (way === 'the button') await person.press(es.common.exit);
      else for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
      await page.waitForURL((url) => url.pathname !== '/');
      expect(await page.content()).not.toContain('fusiles');
      await page.goBack().catch(() => null);
      expect(await page.content()).not.toContain('fusiles');
      expect(await page.locator('h1').count()).toBe(0);
    },
  );

  it('keeps a sealed report without a signal, gives it out as a file, and any other page sends it and gives a receipt', async () => {
    const { page } = phone;
    await begin(person, 'shared');
    await answer(person, { story });
    await page.getByText(es.readers.machine).waitFor();
    await phone.context.setOffline(true);
    await person.press(es.review.send);
    await page.getByText(es.delivery.keptLine).waitFor();
    await keepWords(person);
    const taking = page.waitForEvent('download');
    await person.press(es.delivery.takeOut);
    const carried = await (await taking).path();

    const other = await usePhone();
    try {
      const carrier = reporter(other.page, es);
      await other.page.goto(site.origin);
      await carrier.press(es.start.carry);
      await other.page.getByLabel(es.carry.pick).setInputFiles(carried);
      await other.page.getByText(es.carry.found(1)).waitFor();
      await carrier.press(es.carry.send);
      await other.page.getByText(es.carry.result(1, 1)).waitFor();
      const giving = other.page.waitForEvent('download');
      await carrier.press(es.carry.receipts);
      const receipts = readReceipts(readFileSync(await (await giving).path()));
      if (!receipts.ok) throw new Error(receipts.reason);
      const proven = provenBy(receipts.receipts, directory.servers.accept);
      expect(receipts.receipts.map(({ digest }) => proven(digest))).toEqual([true]);
      expect(await world.count('report where digest = $1', Buffer.from(receipts.receipts[0]!.digest))).toBe(
        1,
      );
    } finally {
      await other.destroy();
    }

    await phone.context.setOffline(false);
    await page.getByText(es.delivery.received, { exact: true }).waitFor();
  });

  it('can be done by the keyboard alone', async () => {
    const { page } = phone;
    await begin(person, 'shared');
    const reach = keyboard(page);
    await reach(es.danger.now);
    // Within one group of choices the arrows lead, and choose.
    await page.keyboard.press('ArrowDown');
    for (const title of [es.teller.title, es.acts.title]) {
      await reach(title === es.teller.title ? es.common.next : es.common.skip);
      await page.keyboard.press('Enter');
      await person.at(title);
    }
    await reach(es.actGroups.THREAT);
    await page.keyboard.press('Enter');
    await reach(es.actNames.THR_DEATH);
    await page.keyboard.press('Space');
    await reach(es.common.next);
    await page.keyboard.press('Enter');
    await person.at(es.story.title);
    await reach(es.story.label);
    await page.keyboard.type(TEXT);
    await reach(es.common.toReview);
    await page.keyboard.press('Enter');
    await page.getByText(es.readers.machine).waitFor();
    await reach(es.review.send);
    await page.keyboard.press('Enter');
    await person.at(es.words.title);
    await page.getByText(es.delivery.arrived).waitFor();
    expect(await openedByDesk()).toMatchObject({
      routing: { acts: ['THR_DEATH'] },
      narrative: { text: TEXT },
    });
  });
});

/** Tab after Tab until what has the focus is called so, and is to be seen. */
function keyboard(page: Page): (name: string) => Promise<void> {
  return async (name) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      // After the last one the browser itself has it.
      if ((await focused.count()) === 0) continue;
      const label = await focused.evaluate((element: FocusedElement) =>
        (element.labels?.[0] ?? element).textContent.trim(),
      );
      if (label.startsWith(name)) {
        expect(await focused.isVisible()).toBe(true);
        return;
      }
    }
    throw new Error(`the keyboard does not reach “${name}”`);
  };
}

/** As much of a browser's element as is asked here. */
interface FocusedElement {
  readonly textContent: string;
  readonly labels?: readonly { readonly textContent: string }[];
}
