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
import { findChromium } from './chromium.js';
import { SCREEN, usePhone } from './phone.js';
import { reporter } from './reporter.js';
import { serve, type Served } from './served.js';
import type { Site } from './site.js';
import { wholeWay, withoutSignal, type Look } from './whole-way.js';

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

/** The telephone, as long as the screen: what sticks to the edge of a real one covers what is under it, until one scrolls. */
async function stretch(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: SCREEN.height });
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ width, height: Math.max(SCREEN.height, height) });
}

/** Wider than the telephone means sideways scrolling, which nobody finds. */
async function overflowAt(page: Page, width: number): Promise<number> {
  await stretch(page, width);
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}

(findChromium() === null ? describe.skip : describe)('every screen of the reporter’s page', () => {
  let served: Served;
  let site: Site;
  beforeAll(async () => {
    served = await serve({ withoutWorker: true });
    ({ site } = served);
  });
  afterAll(() => served.end());

  for (const [language, text] of Object.entries(languages)) {
    it(`has no fault that axe-core knows, fits 360 pixels and 200 %, by day and by night (${language})`, async () => {
      const phone = await usePhone({ language });
      const { page } = phone;
      const found: string[] = [];
      const look: Look = async (name) => {
        if ((await overflowAt(page, SCREEN.width / 2)) > 0) found.push(`${name} is too wide at 200 %`);
        if ((await overflowAt(page, SCREEN.width)) > 0) found.push(`${name} is wider than the telephone`);
        // Run by the debugger, which the page's policy does not bind.
        await page.evaluate(axe);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          found.push(...(await faults(page)).map((fault) => `${name} ${colorScheme} ${fault}`));
          if (pictures === undefined) continue;
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({ path: join(pictures, `${name}-${language}-${colorScheme}.png`) });
        }
        await page.setViewportSize(SCREEN);
      };
      try {
        await page.goto(site.origin);
        const person = reporter(page, text);
        await wholeWay(person, look);
        await withoutSignal(person, look);
        expect(found).toEqual([]);
        const complaints = phone.complaints.filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'));
        expect(complaints).toEqual([]);
      } finally {
        await phone.destroy();
      }
    });
  }
});
