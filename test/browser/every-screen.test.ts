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
import { reporter } from './reporter.js';
import { startSite, type Site } from './site.js';
import { wholeWay, type Look } from './whole-way.js';

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

/** Of a telephone as long as the screen: what sticks to the edge of a real one would cover what is under it. */
async function takePicture(page: Page, path: string): Promise<void> {
  const size = page.viewportSize()!;
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
  await page.screenshot({ path });
  await page.setViewportSize(size);
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
          await takePicture(page, join(pictures, `${name}-${language}-${colorScheme}.png`));
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
