/**
 * A radio operator with a sheet of paper and a keyboard: the numbers go into the page, the twelve words into the notebook, and of neither
 * anything readable stays on the telephone.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { es as say } from '../../apps/intake/src/notebook/text/es.js';
import { es as sheet } from '../../apps/intake/src/sheet/text/es.js';
import { es as talk } from '../../apps/intake/src/talk/text/es.js';
import { es } from '../../apps/intake/src/text/es.js';
import { findEverywhere } from '../support/find-everywhere.js';
import { findChromium } from './chromium.js';
import { usePhone } from './phone.js';
import { reporter, type Reporter } from './reporter.js';
import { serve, type Served } from './served.js';
import { canaries } from './tell.js';

const careless = (words: readonly string[]): string =>
  words.map((word) => word.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase()).join('  ');

async function toOperators(person: Reporter): Promise<void> {
  await person.at(es.start.title);
  await person.press(es.operators.title);
  await person.at(es.operators.title);
  await person.pick(es.start.own);
}

/** As fingers do it: numbers, Enter, numbers. */
async function typeSheet(page: Page, story: string): Promise<void> {
  await page.locator('#box-danger').focus();
  for (const numbers of ['1', '3', '3 5', '1 4 99']) {
    await page.keyboard.type(numbers);
    await page.keyboard.press('Enter');
  }
  await page.getByText(sheet.wrong('99')).waitFor();
  await page.getByText(`${es.actNames.THR_DEATH} · ${es.actNames.SUR_PHYSICAL}`).waitFor();
  await page.keyboard.type('1');
  await page.locator('#box-department').fill('25');
  await page.locator('#story').fill(story);
}

(findChromium() === null ? describe.skip : describe)('who reports for many', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({ withoutWorker: true });
  });
  afterAll(() => served.end());

  it('types a sheet in by its numbers, puts the words into the notebook, and opens it again by its phrase', async () => {
    const secret = canaries();
    const phone = await usePhone();
    try {
      const { page } = phone;
      const person = reporter(page, es);
      const { press, at, write } = person;
      await page.goto(served.site.origin);
      await toOperators(person);
      await press(es.operators.typeIn);
      await at(sheet.title);
      await typeSheet(page, `Hombres en el puente ${secret.story}`);
      await press(sheet.review);
      await page.getByText(sheet.mend).waitFor();
      await page.locator('#box-acts').fill('1 4');
      await press(sheet.review);
      await at(es.review.title);
      await page.getByText('Ucayali').first().waitFor();
      await press(es.review.send);
      await at(es.words.title);
      const words = await page.locator('.words li').allInnerTexts();
      await page.getByText(es.delivery.arrived).waitFor();
      await press(es.words.notebook);

      await at(say.title);
      await press(say.make);
      await at(say.newTitle);
      const phrase = await page.locator('.words li').allInnerTexts();
      expect(phrase).toHaveLength(8);
      await press(say.newNext);
      await write(say.phrase, [...phrase].reverse().join(' '));
      await press(say.confirm);
      await page.getByText(say.checkWrong).waitFor();
      await write(say.phrase, phrase.join(' '));
      await press(say.confirm);
      await at(say.putTitle);
      await write(say.label, secret.name);
      await press(say.putIt);
      await page.getByText(es.done.inNotebook).waitFor();

      await page.goto(served.site.origin);
      await toOperators(person);
      await press(es.operators.notebook);
      await at(say.title);
      await write(say.phrase, [...phrase].reverse().join(' '));
      await press(say.open);
      await page.getByText(say.reasons.passphrase).waitFor();
      await write(say.phrase, careless(phrase));
      await press(say.open);
      await page.getByText(secret.name).waitFor();
      await page.getByText(say.gone).waitFor();
      await press(say.lookAll);
      await page.getByText(say.noAnswer).waitFor();
      await press(say.openOne(secret.name));
      await at(talk.conversation.title);
      await press(talk.conversation.leave);
      await at(say.title);
      expect(phone.complaints).toEqual([]);
      await phone.close();
      const hidden = [secret.story, secret.name, words.slice(0, 3).join(' '), phrase.slice(0, 3).join(' ')];
      const { adminUrl } = served.world.database;
      expect(await findEverywhere(hidden, { adminUrl, folders: [phone.profile] })).toEqual([]);
    } finally {
      await phone.destroy();
    }
  });
});
