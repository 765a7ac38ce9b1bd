/** What a person does on the page, by what they see: names of buttons and questions, never the page's inner names. */
import type { Page } from 'playwright-core';
import { QUESTIONS, type Question } from '../../apps/intake/src/flow/steps.js';
import type { Text } from '../../apps/intake/src/text/es.js';

export interface Reporter {
  readonly page: Page;
  readonly text: Text;
  /** Presses a button by its words. */
  press(words: string): Promise<void>;
  /** Marks a choice by its words. */
  pick(words: string): Promise<void>;
  write(field: string, words: string): Promise<void>;
  choose(field: string, words: string): Promise<void>;
  /** Opens a drawer of choices. */
  open(drawer: string): Promise<void>;
  /** Until the screen of this title has the focus. */
  at(title: string): Promise<void>;
  /** On from a question, whether it was answered or not. */
  onward(): Promise<void>;
}

export function reporter(page: Page, text: Text): Reporter {
  return {
    page,
    text,
    press: (words) => page.getByRole('button', { name: words, exact: true }).click(),
    pick: (words) => page.getByLabel(words, { exact: true }).check(),
    write: (field, words) => page.getByRole('textbox', { name: field }).fill(words),
    async choose(field, words) {
      await page.getByLabel(field, { exact: true }).selectOption({ label: words });
    },
    open: (drawer) => page.locator('summary', { hasText: drawer }).click(),
    at: (title) => page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor(),
    onward: () => page.locator('.ways .button-main').click(),
  };
}

/** From the first screen to the first question. */
export async function begin({ text, pick, press, at }: Reporter, device: 'own' | 'shared'): Promise<void> {
  await at(text.start.title);
  await pick(text.start[device]);
  await press(text.start.begin);
  await at(text.danger.title);
}

/** Through all questions in their order; those without an entry are skipped. Ends at the review. */
export async function answer(
  { text, at, onward }: Reporter,
  answers: Partial<Record<Question, () => Promise<void>>>,
): Promise<void> {
  for (const question of QUESTIONS) {
    await at(titleOf(question, text));
    await answers[question]?.();
    await onward();
  }
  await at(text.review.title);
}

function titleOf(question: Question, text: Text): string {
  if (question === 'by-whom') return text.byWhom.title;
  if (question === 'keep-from') return text.keepFrom.title;
  return text[question].title;
}

/** The words as the screen shows them, typed again where two of them are asked for. */
export async function keepWords({ page, text, press, at }: Reporter): Promise<readonly string[]> {
  await at(text.words.title);
  const words = await page.locator('.words li').allInnerTexts();
  await press(text.words.next);
  await at(text.check.title);
  for (const field of await page.getByRole('textbox').all()) {
    const place = Number((await field.getAttribute('id'))?.split('-')[1]);
    await field.fill((words[place] ?? '').toUpperCase());
  }
  await press(text.check.confirm);
  await page.getByText(text.done.withWords).waitFor();
  return words;
}
