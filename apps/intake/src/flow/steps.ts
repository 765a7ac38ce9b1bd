/** The questions in their order, and which of them has been answered. One idea to a screen: three minutes are twelve short looks. */
import type { Draft } from './draft.js';

export const QUESTIONS = [
  'danger',
  'teller',
  'acts',
  'story',
  'when',
  'where',
  'by-whom',
  'raisers',
  'needs',
  'sharing',
  'keep-from',
  'contact',
] as const;
export type Question = (typeof QUESTIONS)[number];

/** `start` asks whose phone it is; `sheet` is for who types a paper form in; `review` says who will read what, before anything is sealed. */
export type Step = 'start' | 'sheet' | Question | 'review';

export const STEPS: readonly Step[] = ['start', ...QUESTIONS, 'review'];

export const isQuestion = (step: Step): step is Question =>
  step !== 'start' && step !== 'sheet' && step !== 'review';

export function stepAfter(step: Step): Step {
  return STEPS[STEPS.indexOf(step) + 1] ?? step;
}

export function stepBefore(step: Step): Step {
  return STEPS[STEPS.indexOf(step) - 1] ?? step;
}

export interface Progress {
  readonly at: number;
  readonly of: number;
}

export const progressOf = (step: Question): Progress => ({
  at: QUESTIONS.indexOf(step) + 1,
  of: QUESTIONS.length,
});

const some = (...values: readonly (string | readonly unknown[])[]): boolean =>
  values.some((value) => (typeof value === 'string' ? value.trim() !== '' : value.length > 0));

const ANSWERED: Readonly<Record<Question, (draft: Draft) => boolean>> = {
  danger: ({ danger }) => danger !== null,
  teller: ({ teller, targets }) => teller !== null || some(targets),
  acts: ({ acts }) => some(acts),
  story: ({ text, attached }) => some(text, attached),
  when: ({ when, date }) => when !== null || some(date.year),
  where: ({ country, department, place }) => some(country, department, place),
  'by-whom': ({ perpetrators, who }) => some(perpetrators, who),
  raisers: ({ raisers }) => some(raisers),
  needs: ({ needs }) => some(needs),
  sharing: ({ tiers }) => some(tiers),
  'keep-from': ({ exclusions, exclusionsText, reading }) =>
    some(exclusions, exclusionsText) || reading !== 'ordinary',
  contact: ({ contact }) => contact !== null,
};

export const isAnswered = (step: Question, draft: Draft): boolean => ANSWERED[step](draft);
