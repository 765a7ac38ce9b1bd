import { DEPARTMENTS, provincesOf, SUBDIVISIONS } from '#vocabulary';
import { MOST } from '../flow/draft.js';
import { Select, TextArea } from '../parts/fields.js';
import { usePage } from '../parts/page.js';
import type { QuestionProps } from './question.js';

const COUNTRIES = ['PE', 'BO', 'BR', 'CO', 'EC', 'GF', 'GY', 'SR', 'VE'] as const;

const asOptions = (places: readonly { readonly code: string; readonly name: string }[]) =>
  places.map(({ code, name }) => ({ value: code, label: name }));

function departmentsOf(country: string) {
  if (country === 'PE') return asOptions(DEPARTMENTS);
  return Object.hasOwn(SUBDIVISIONS, country)
    ? asOptions(SUBDIVISIONS[country as keyof typeof SUBDIVISIONS])
    : [];
}

/** No finer than a province for the machine; the exact place is words, for people (libs/vocabulary/src/territory). */
export function WhereQuestion({ draft, answer }: QuestionProps) {
  const { text } = usePage();
  const departments = departmentsOf(draft.country);
  const provinces = draft.country === 'PE' && draft.department !== '' ? provincesOf(draft.department) : [];
  return (
    <>
      <Select
        id="country"
        label={text.where.country}
        none={text.where.any}
        value={draft.country}
        options={COUNTRIES.map((code) => ({ value: code, label: text.countries[code] }))}
        onChange={(country) => {
          answer({ country, department: '', province: '' });
        }}
      />
      {departments.length > 0 && (
        <Select
          id="department"
          label={text.where.department}
          none={text.where.any}
          value={draft.department}
          options={departments}
          onChange={(department) => {
            answer({ department, province: '' });
          }}
        />
      )}
      {provinces.length > 0 && (
        <Select
          id="province"
          label={text.where.province}
          none={text.where.any}
          value={draft.province}
          options={asOptions(provinces)}
          onChange={(province) => {
            answer({ province });
          }}
        />
      )}
      <TextArea
        id="place"
        label={text.where.place}
        help={text.where.placeHelp}
        rows={3}
        most={MOST.place}
        value={draft.place}
        onChange={(place) => {
          answer({ place });
        }}
      />
    </>
  );
}
