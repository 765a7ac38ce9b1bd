/** What was typed into a box of the sheet: which choices, and what is no choice there. Pure. */
import { MOST, type Draft, type KnownDate } from '../flow/draft.js';
import { IMPLIED_TARGETS } from '../questions/codes.js';
import { choicesOf, type Box } from './paper-codes.js';

export interface ReadBox {
  /** In the order of typing: of what happened, the first is the main thing. */
  readonly chosen: readonly string[];
  /** As typed; shown beside the field. */
  readonly wrong: readonly string[];
  /** Numbers of the box for which there is no room any more. */
  readonly over: readonly string[];
}

export const MOST_IN_BOX: Readonly<Record<Box, number>> = {
  danger: 1,
  teller: 1,
  targets: MOST.targets,
  acts: MOST.acts,
  when: 1,
  country: 1,
  department: 1,
  perpetrators: MOST.perpetrators,
  raisers: MOST.raisers,
  needs: MOST.needs,
  tiers: 4,
  reading: 1,
  contact: 1,
};

/** Numbers with anything between them that is no letter and no digit: 3 7 12, or 3,7.12 from a numeric keypad. */
export function readCodes(box: Box, typed: string): ReadBox {
  const tokens = [...new Set(typed.split(/[^\p{L}\p{N}]+/u).filter((token) => token !== ''))];
  const known = new Map(choicesOf(box).map(({ number, code }) => [String(number), code]));
  const codeOf = (token: string): string | undefined => known.get(token.replace(/^0+(?=\d)/, ''));
  const right = tokens.filter((token) => codeOf(token) !== undefined);
  const most = MOST_IN_BOX[box];
  return {
    chosen: [...new Set(right.slice(0, most).flatMap((token) => codeOf(token) ?? []))],
    wrong: tokens.filter((token) => codeOf(token) === undefined),
    over: right.slice(most),
  };
}

/** The numbers of what is chosen already: who comes back from the review finds them again. */
export function typedOf(box: Box, draft: Draft): string {
  const chosen = [draft[box]].flat();
  const numbers = choicesOf(box).filter(({ code }) => chosen.includes(code));
  return numbers
    .sort((a, b) => chosen.indexOf(a.code) - chosen.indexOf(b.code))
    .map(({ number }) => String(number))
    .join(' ');
}

/** What a box changes in the draft. An empty one takes back what stood there. */
export function changeOf(box: Box, { chosen }: Pick<ReadBox, 'chosen'>, draft: Draft): Partial<Draft> {
  const [first = null] = chosen;
  switch (box) {
    case 'teller': {
      const teller = first as Draft['teller'];
      const untouched = draft.targets.join() === (draft.teller ? IMPLIED_TARGETS[draft.teller].join() : '');
      return untouched && teller ? { teller, targets: IMPLIED_TARGETS[teller] } : { teller };
    }
    case 'country':
      return { country: first ?? '', department: '', province: '' };
    case 'department':
      return first === null
        ? { department: '', province: '' }
        : { country: 'PE', department: first, province: '' };
    case 'reading':
      return { reading: (first ?? 'ordinary') as Draft['reading'] };
    case 'danger':
    case 'when':
    case 'contact':
      return { [box]: first };
    case 'targets':
    case 'acts':
    case 'perpetrators':
    case 'raisers':
    case 'needs':
    case 'tiers':
      return { [box]: chosen };
  }
}

/** As one writes it: 20 11 2026, 11 2026, or 2026. */
export function readDate(typed: string): KnownDate {
  const [year = '', month = '', day = ''] = typed
    .split(/\D+/)
    .filter((part) => part !== '')
    .reverse();
  return {
    year,
    month: month === '' ? '' : month.padStart(2, '0'),
    day: day === '' ? '' : day.padStart(2, '0'),
  };
}

export const typedDate = ({ year, month, day }: KnownDate): string =>
  [day, month, year].filter((part) => part !== '').join(' ');
