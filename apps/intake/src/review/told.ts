/** What the person tells, question by question, in the words of the choices: for reading over once before it is locked. Pure. */
import { territoryName } from '#vocabulary';
import type { Draft } from '../flow/draft.js';
import { QUESTIONS, type Question } from '../flow/steps.js';
import { consentOf, knownDate } from '../flow/to-report.js';
import type { Text } from '../text/es.js';

export interface Told {
  readonly question: Question;
  /** null where nothing was said. */
  readonly said: string | null;
}

export interface Names {
  readonly text: Text;
  /** Of an organisation, by id. */
  readonly organisation: (id: string) => string;
}

const isSaid = (part: string | null | undefined): part is string => part != null && part.trim() !== '';

/** A person's own sentence mostly brings its full stop. */
const joined = (...parts: readonly (string | null | undefined)[]): string | null => {
  const [first, ...more] = parts.filter(isSaid);
  if (first === undefined) return null;
  return more.reduce((all, part) => `${all}${/[.!?…]$/.test(all) ? '' : '.'} ${part}`, first);
};

const listed = (labels: Readonly<Record<string, string>>, codes: readonly string[]): string =>
  codes.map((code) => labels[code] ?? code).join(', ');

const SAID: Readonly<Record<Question, (draft: Draft, names: Names) => string | null>> = {
  danger: ({ danger }, { text }) => danger && text.danger[danger],
  teller: ({ teller, targets }, { text }) =>
    joined(teller && text.teller[teller], teller === 'self' ? null : listed(text.targets, targets)),
  acts: ({ acts }, { text }) => joined(listed(text.actNames, acts)),
  story: ({ text: story, attached }, { text }) =>
    joined(story.trim(), attached.length > 0 ? text.review.files(attached.length) : null),
  when: ({ when, date }, { text }) => joined(when && text.when[when], dateSaid(knownDate(date), text)),
  where: ({ country, department, province, place }, { text }) =>
    joined(
      [province, department]
        .filter((code) => code !== '')
        .map(territoryName)
        .join(', '),
      country === '' ? null : listed(text.countries, [country]),
      place.trim(),
    ),
  'by-whom': ({ perpetrators, who }, { text }) => joined(listed(text.perpetrators, perpetrators), who.trim()),
  raisers: ({ raisers }, { text }) => joined(listed(text.raisers, raisers)),
  needs: ({ needs }, { text }) => joined(listed(text.needs, needs)),
  sharing: (draft, names) => joined(sharedWith(draft, names)) ?? names.text.review.onlyDesk,
  'keep-from': ({ exclusions, exclusionsText }, { text, organisation }) =>
    joined(exclusions.map(organisation).join(', '), exclusionsText.trim()) ?? text.review.nobodyExcluded,
  contact: ({ contact, code }, { text }) =>
    joined(
      contact === 'given' ? text.review.withContact : text.review.anonymous,
      code.trim() === '' ? null : text.review.withCode,
    ),
};

export const whatIsTold = (draft: Draft, names: Names): readonly Told[] =>
  QUESTIONS.map((question) => ({ question, said: SAID[question](draft, names) }));

/** With whom the team may share, as the consent will be sealed. */
export function sharedWith(draft: Draft, { text, organisation }: Names): string {
  const { tiers, named } = consentOf(draft);
  return tiers
    .map((tier) => (tier === 'T1' ? named.map(organisation).join(', ') : text.sharing.tiers[tier]))
    .join(', ');
}

export function dateSaid(date: string | null, text: Text): string | null {
  if (date === null) return null;
  const [year, month, day] = date.split('-');
  const monthName = month === undefined ? undefined : text.when.months[Number(month) - 1];
  return [day === undefined ? undefined : String(Number(day)), monthName, year].filter(Boolean).join(' ');
}
