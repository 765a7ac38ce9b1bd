/** The organisations of the signed directory, to be marked. A long list can be searched; what is marked stays in sight. */
import { useState } from 'preact/hooks';
import type { Directory } from '#crypto';
import { PickSeveral } from '../parts/choices.js';
import { TextField } from '../parts/fields.js';
import { usePage } from '../parts/page.js';

const SEARCHED_FROM = 12;

interface OrganisationsProps {
  readonly directory: Directory;
  readonly legend: string;
  readonly name: string;
  readonly picked: readonly string[];
  readonly most: number;
  readonly onToggle: (id: string) => void;
  /** Not offered: what is excluded cannot be chosen as an ally. */
  readonly without?: readonly string[];
}

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export function Organisations({
  directory,
  legend,
  name,
  picked,
  most,
  onToggle,
  without = [],
}: OrganisationsProps) {
  const { text } = usePage();
  const [sought, setSought] = useState('');
  const listed = directory.organisations.filter(({ id }) => !without.includes(id));
  const shown = listed.filter(
    (one) => picked.includes(one.id) || plain(one.name).includes(plain(sought.trim())),
  );
  return (
    <>
      {listed.length >= SEARCHED_FROM && (
        <>
          <TextField
            id={`${name}-search`}
            label={text.keepFrom.search}
            value={sought}
            most={60}
            onChange={setSought}
          />
          <p class="hint" role="status">
            {text.keepFrom.found(shown.length)}
          </p>
        </>
      )}
      <PickSeveral
        legend={legend}
        hint={picked.length >= most ? text.common.most(most) : undefined}
        name={name}
        options={shown.map((one) => ({ code: one.id, label: one.name }))}
        picked={picked}
        most={most}
        onToggle={onToggle}
      />
    </>
  );
}
