import type { Draft, KnownDate } from '../flow/draft.js';
import { Group, PickOne, type Option } from '../parts/choices.js';
import { Select } from '../parts/fields.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import type { QuestionProps } from './question.js';

const YEARS = 40;
const pad = (number: number): string => String(number).padStart(2, '0');
const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** The 30th of February cannot be chosen; without a year, February has 29 days. */
const daysOf = ({ year, month }: KnownDate): number =>
  month === '' ? 31 : new Date(Date.UTC(Number(year === '' ? '2024' : year), Number(month), 0)).getUTCDate();

export function WhenQuestion({ draft, answer }: QuestionProps) {
  const { text } = usePage();
  const options: readonly Option<NonNullable<Draft['when']>>[] = [
    { code: '72h', label: text.when['72h'] },
    { code: 'recent', label: text.when.recent },
    { code: 'past', label: text.when.past },
    { code: 'unknown', label: text.when.unknown },
  ];
  const set = (change: Partial<KnownDate>): void => {
    const date = { ...draft.date, ...change };
    answer({ date: Number(date.day) > daysOf(date) ? { ...date, day: '' } : date });
  };
  const thisYear = new Date().getFullYear();
  const { year, month, day } = draft.date;
  return (
    <>
      {draft.danger === 'now' && (
        <Notice tone="plain" icon="clock">
          <p>{text.when.going}</p>
        </Notice>
      )}
      <PickOne
        legend={text.when.title}
        quiet
        name="when"
        options={options}
        picked={draft.when}
        onPick={(when) => {
          answer({ when });
        }}
      />
      <Group legend={text.when.date} hint={text.when.dateHelp}>
        <div class="row">
          <Select
            id="year"
            label={text.when.year}
            none="–"
            value={year}
            options={numbers(0, YEARS).map((ago) => {
              const value = String(thisYear - ago);
              return { value, label: value };
            })}
            onChange={(value) => {
              set({ year: value });
            }}
          />
          <Select
            id="month"
            label={text.when.month}
            none="–"
            value={month}
            options={text.when.months.map((label, at) => ({ value: pad(at + 1), label }))}
            onChange={(value) => {
              set({ month: value });
            }}
          />
          <Select
            id="day"
            label={text.when.day}
            none="–"
            value={day}
            options={numbers(1, daysOf(draft.date)).map((value) => ({
              value: pad(value),
              label: String(value),
            }))}
            onChange={(value) => {
              set({ day: value });
            }}
          />
        </div>
      </Group>
    </>
  );
}
