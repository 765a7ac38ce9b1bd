/**
 * Every screen of the page, as a telephone of 360 pixels shows it: without a fault that axe-core knows, by day and by night. With
 * AMPARO_PICTURES set to a folder it leaves a picture of each there, in three languages, to be looked at by people.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { en } from '../../apps/intake/src/text/en.js';
import { es } from '../../apps/intake/src/text/es.js';
import { pt } from '../../apps/intake/src/text/pt.js';
import { World } from '../support/world.js';
import { findChromium } from './chromium.js';
import { usePhone } from './phone.js';
import { begin, reporter, type Reporter } from './reporter.js';
import { startSite, type Site } from './site.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env['AMPARO_PICTURES'];
const languages = pictures === undefined ? { es } : { es, en, pt };

interface AxeResult {
  readonly violations: readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[];
}

/** One line for each fault. */
async function faults(page: Page): Promise<readonly string[]> {
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Wider than the telephone means sideways scrolling, which nobody finds. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');

type Look = (name: string) => Promise<void>;

async function wholeWay(person: Reporter, look: Look): Promise<void> {
  const { text, page, pick, press, write, choose, at, onward } = person;
  await at(text.start.title);
  await press(text.start.begin);
  await look('01-start');
  await begin(person, 'own');
  await pick(text.danger.now);
  await look('02-danger');
  await onward();
  await at(text.teller.title);
  await pick(text.teller.collective);
  await look('03-teller');
  await onward();
  await at(text.acts.title);
  await look('04-acts');
  await page.locator('summary').first().click();
  await pick(text.actNames.THR_DEATH);
  await pick(text.actNames.SUR_PHYSICAL);
  await look('05-acts-open');
  await onward();
  await at(text.story.title);
  await write(text.story.label, 'Tres hombres con fusiles esperan en el puente desde anoche.');
  await look('06-story');
  await onward();
  await at(text.when.title);
  await pick(text.when['72h']);
  await choose(text.when.year, String(new Date().getFullYear()));
  await look('07-when');
  await onward();
  await at(text.where.title);
  await choose(text.where.country, text.countries.PE);
  await choose(text.where.department, 'Ucayali');
  await choose(text.where.province, 'Atalaya');
  await look('08-where');
  await onward();
  await at(text.byWhom.title);
  await pick(text.perpetrators.IL_LOGGING);
  await look('09-by-whom');
  await pick(text.perpetrators.OWN_ORG);
  await page.getByRole('status').waitFor();
  await pick(text.perpetrators.IL_MINING);
  await look('10-own-organisation');
  await page.getByLabel(text.perpetrators.OWN_ORG, { exact: true }).uncheck();
  await onward();
  await at(text.raisers.title);
  await look('11-raisers');
  await onward();
  await at(text.needs.title);
  await look('12-needs');
  await onward();
  await at(text.sharing.title);
  await pick(text.sharing.tiers.T1);
  await look('13-sharing');
  await onward();
  await at(text.keepFrom.title);
  await look('14-keep-from');
  await onward();
  await at(text.contact.title);
  await pick(text.contact.given);
  await write(text.contact.name, 'Persona Inventada');
  await look('15-contact');
  await onward();
  await at(text.review.title);
  await page.getByRole('heading', { name: text.review.readers }).waitFor();
  await look('16-review');
  await press(text.review.send);
  await at(text.words.title);
  await page.getByText(text.delivery.received, { exact: true }).waitFor();
  await press(text.words.qr);
  await look('17-words');
  await press(text.words.next);
  await at(text.check.title);
  await press(text.check.confirm);
  await look('18-check');
  await press(text.check.without);
  await at(text.done.title);
  await look('19-done');
}

(findChromium() === null ? describe.skip : describe)('every screen of the reporter’s page', () => {
  let world: World;
  let site: Site;
  beforeAll(async () => {
    world = await World.begin({ withoutWorker: true });
    site = await startSite({ pin: world.demo.pin, api: world.origin });
  });
  afterAll(async () => {
    await site.stop();
    await world.end();
  });

  for (const [language, text] of Object.entries(languages)) {
    it(`has no fault that axe-core knows, fits 360 pixels, by day and by night (${language})`, async () => {
      const phone = await usePhone({ language });
      const { page } = phone;
      const found: string[] = [];
      const look: Look = async (name) => {
        // Run by the debugger, which the page's policy does not bind.
        await page.evaluate(axe);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          found.push(...(await faults(page)).map((fault) => `${name} ${colorScheme} ${fault}`));
          if (pictures === undefined) continue;
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({ path: join(pictures, `${name}-${language}-${colorScheme}.png`), fullPage: true });
        }
        if ((await overflow(page)) > 0) found.push(`${name} is wider than the telephone`);
      };
      try {
        await page.goto(site.origin);
        await wholeWay(reporter(page, text), look);
        expect(found).toEqual([]);
        expect(phone.complaints).toEqual([]);
      } finally {
        await phone.destroy();
      }
    });
  }
});
