/**
 * Every screen of the page, as a telephone of 360 pixels shows it: without a fault that axe-core knows, by day and by night. With
 * AMPARO_PICTURES set to a folder it leaves a picture of each there, in three languages, to be looked at by people.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { en as filesEn } from '../../apps/intake/src/files/text/en.js';
import { es as filesEs } from '../../apps/intake/src/files/text/es.js';
import { pt as filesPt } from '../../apps/intake/src/files/text/pt.js';
import { en as sayEn } from '../../apps/intake/src/notebook/text/en.js';
import { es as sayEs } from '../../apps/intake/src/notebook/text/es.js';
import { pt as sayPt } from '../../apps/intake/src/notebook/text/pt.js';
import { en as sheetEn } from '../../apps/intake/src/sheet/text/en.js';
import { es as sheetEs } from '../../apps/intake/src/sheet/text/es.js';
import { pt as sheetPt } from '../../apps/intake/src/sheet/text/pt.js';
import { en as talkEn } from '../../apps/intake/src/talk/text/en.js';
import { es as talkEs } from '../../apps/intake/src/talk/text/es.js';
import { pt as talkPt } from '../../apps/intake/src/talk/text/pt.js';
import { en } from '../../apps/intake/src/text/en.js';
import { es } from '../../apps/intake/src/text/es.js';
import { pt } from '../../apps/intake/src/text/pt.js';
import { until } from '../support/until.js';
import type { Colleague } from '../support/world.js';
import { findChromium } from './chromium.js';
import { operatorWay } from './operator-way.js';
import { SCREEN, usePhone } from './phone.js';
import { reporter } from './reporter.js';
import { serve, type Served } from './served.js';
import type { Site } from './site.js';
import { talkScreens } from './talk-screens.js';
import { wholeWay, withoutSignal, type Look } from './whole-way.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env['AMPARO_PICTURES'];
const TEXTS = {
  es: { text: es, files: filesEs, talk: talkEs, say: sayEs, sheet: sheetEs },
  en: { text: en, files: filesEn, talk: talkEn, say: sayEn, sheet: sheetEn },
  pt: { text: pt, files: filesPt, talk: talkPt, say: sayPt, sheet: sheetPt },
} as const;
const ASKED = {
  es: { question: '¿Están a salvo ahora?', choices: ['Sí', 'No'] },
  en: { question: 'Are you safe now?', choices: ['Yes', 'No'] },
  pt: { question: 'Estão a salvo agora?', choices: ['Sim', 'Não'] },
} as const;
/** Forty screens, each looked at several times; pictures take longer still. */
const PATIENCE_MS = pictures === undefined ? 180_000 : 600_000;
const languages = pictures === undefined ? (['es'] as const) : (['es', 'en', 'pt'] as const);

interface AxeResult {
  readonly violations: readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[];
}

/** By night only the colours are others. */
const RULES = {
  light: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  dark: ['color-contrast'],
} as const;

/** One line for each fault. */
async function faults(page: Page, by: keyof typeof RULES): Promise<readonly string[]> {
  // Run by the debugger, which the page's policy does not bind.
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(axe);
  const options = JSON.stringify({ runOnly: RULES[by] });
  const { violations } = await page.evaluate<AxeResult>(`axe.run(document, ${options})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** The telephone, as long as the screen: what sticks to the edge of a real one covers what is under it, until one scrolls. */
async function stretch(page: Page): Promise<void> {
  await page.setViewportSize(SCREEN);
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ ...SCREEN, height: Math.max(SCREEN.height, height) });
}

/** Wider than the telephone means sideways scrolling, which nobody finds. */
function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}

(findChromium() === null ? describe.skip : describe)('every screen of the reporter’s page', () => {
  let served: Served;
  let site: Site;
  let rosa: Colleague;
  beforeAll(async () => {
    served = await serve();
    ({ site } = served);
    rosa = await served.world.signIn('rosa');
  });
  afterAll(() => served.end());

  /** To the report that came last. */
  async function ask(text: string, choices: readonly string[]): Promise<void> {
    const { rows } = await served.world.admin.query<{ id: string }>(
      'select id from report order by received_at desc limit 1',
    );
    const report = await until('triage', async () => {
      const opened = await rosa.desk.open(rows[0]!.id);
      return opened.ok ? opened.report : null;
    });
    const told = await rosa.desk.answer(report, { text, choices, status: 'acting' });
    expect(told.ok).toBe(true);
  }

  for (const language of languages) {
    const { text, files, talk, say, sheet } = TEXTS[language];
    const { question, choices } = ASKED[language];
    it(
      `has no fault that axe-core knows, fits 360 pixels and 200 %, by day and by night (${language})`,
      async () => {
        const phone = await usePhone({ language, microphone: true });
        const { page } = phone;
        const found: string[] = [];
        const look: Look = async (name) => {
          await page.setViewportSize({ ...SCREEN, width: SCREEN.width / 2 });
          if ((await overflow(page)) > 0) found.push(`${name} is too wide at 200 %`);
          await stretch(page);
          if ((await overflow(page)) > 0) found.push(`${name} is wider than the telephone`);
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            found.push(
              ...(await faults(page, colorScheme)).map((fault) => `${name} ${colorScheme} ${fault}`),
            );
            if (pictures === undefined) continue;
            mkdirSync(pictures, { recursive: true });
            await page.screenshot({ path: join(pictures, `${name}-${language}-${colorScheme}.png`) });
          }
          await page.setViewportSize(SCREEN);
        };
        try {
          await page.goto(site.origin);
          const person = reporter(page, text);
          const words = await wholeWay(person, files, look);
          const conversing = { talk, words, question, choices, ask: () => ask(question, choices) };
          await talkScreens(person, look, conversing);
          await page.goto(site.origin);
          const { origin } = site;
          await operatorWay(person, { say, sheet, story: 'Tres hombres.', label: 'Puente', origin }, look);
          await page.goto(origin);
          await withoutSignal(person, look);
          expect(found).toEqual([]);
          // No signal, and a server that has nothing of a file yet.
          const complaints = phone.complaints.filter((line) => !/ERR_INTERNET_DISCONNECTED|404/.test(line));
          expect(complaints).toEqual([]);
        } finally {
          await phone.destroy();
        }
      },
      PATIENCE_MS,
    );
  }
});
