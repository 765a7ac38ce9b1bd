/** The way of who reports for many, by the keyboard and from paper: numbers, Enter, numbers; the words into the notebook; and open again. */
import type { Page } from 'playwright-core';
import type { NotebookText } from '../../apps/intake/src/notebook/text/es.js';
import type { SheetText } from '../../apps/intake/src/sheet/text/es.js';
import type { Reporter } from './reporter.js';
import type { Look } from './whole-way.js';

export interface Operating {
  readonly say: NotebookText;
  readonly sheet: SheetText;
  readonly story: string;
  readonly label: string;
  /** Of the page's first screen. */
  readonly origin: string;
}

export interface Kept {
  readonly words: readonly string[];
  readonly phrase: readonly string[];
}

const careless = (words: readonly string[]): string =>
  words.map((word) => word.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase()).join('  ');

const listed = (page: Page): Promise<string[]> => page.locator('.words li').allInnerTexts();

async function toOperators({ text, at, press, pick }: Reporter): Promise<void> {
  await at(text.start.title);
  await press(text.operators.title);
  await at(text.operators.title);
  await pick(text.start.own);
}

/** With one number that the sheet does not have. */
async function typeSheet({ page, text }: Reporter, { sheet, story }: Operating, look: Look): Promise<void> {
  await page.locator('#box-danger').focus();
  for (const numbers of ['1', '3', '3 5', '1 4 99']) {
    await page.keyboard.type(numbers);
    await page.keyboard.press('Enter');
  }
  await page.getByText(sheet.wrong('99')).waitFor();
  await page.getByText(`${text.actNames.THR_DEATH} · ${text.actNames.SUR_PHYSICAL}`).waitFor();
  await page.keyboard.type('1');
  await page.locator('#box-department').fill('25');
  await page.locator('#story').fill(story);
  await look('41-sheet');
}

async function intoNotebook(
  person: Reporter,
  { say, label }: Operating,
  look: Look,
): Promise<readonly string[]> {
  const { page, press, at, write } = person;
  await at(say.title);
  await look('43-notebook');
  await press(say.make);
  await at(say.newTitle);
  const phrase = await listed(page);
  await look('44-phrase');
  await press(say.newNext);
  await write(say.phrase, [...phrase].reverse().join(' '));
  await press(say.confirm);
  await page.getByText(say.checkWrong).waitFor();
  await look('45-phrase-check');
  await write(say.phrase, phrase.join(' '));
  await press(say.confirm);
  await at(say.putTitle);
  await write(say.label, label);
  await look('46-put');
  await press(say.putIt);
  await page.getByText(person.text.done.inNotebook).waitFor();
  return phrase;
}

/** Ends in the notebook, open, after it looked for answers. */
export async function operatorWay(person: Reporter, what: Operating, look: Look): Promise<Kept> {
  const { page, text, press, at, write } = person;
  const { say, sheet, label, origin } = what;
  await toOperators(person);
  await look('40-operators');
  await press(text.operators.typeIn);
  await at(sheet.title);
  await typeSheet(person, what, look);
  await press(sheet.review);
  await page.getByText(sheet.mend).waitFor();
  await look('42-sheet-mend');
  await page.locator('#box-acts').fill('1 4');
  await press(sheet.review);
  await at(text.review.title);
  await page.getByText('Ucayali').first().waitFor();
  await press(text.review.send);
  await at(text.words.title);
  const words = await listed(page);
  await page.getByText(text.delivery.arrived).waitFor();
  await press(text.words.notebook);
  const phrase = await intoNotebook(person, what, look);

  await page.goto(origin);
  await toOperators(person);
  await press(text.operators.notebook);
  await at(say.title);
  await write(say.phrase, [...phrase].reverse().join(' '));
  await press(say.open);
  await page.getByText(say.reasons.passphrase).waitFor();
  await look('47-notebook-locked');
  await write(say.phrase, careless(phrase));
  await press(say.open);
  await page.getByText(label).waitFor();
  await page.getByText(say.gone).waitFor();
  await press(say.lookAll);
  await page.getByText(say.noAnswer).waitFor();
  await look('48-notebook-open');
  return { words, phrase };
}
