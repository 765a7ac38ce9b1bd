/** Names that people write in a policy, and the random ids by which it is signed. */
import type { Roster } from '#crypto';
import { nearest, type Path } from './read-source.js';

export interface KnownNames {
  readonly organisations: ReadonlyMap<string, string>;
  /** By handle. */
  readonly members: ReadonlyMap<string, string>;
}

export const namesOf = ({
  organisations,
  members,
}: Pick<Roster, 'organisations' | 'members'>): KnownNames => ({
  organisations: new Map(organisations.map(({ name, id }) => [name, id])),
  members: new Map(members.map(({ handle, id }) => [handle, id])),
});

/** For a policy that names nobody. */
export const NOBODY_KNOWN: KnownNames = { organisations: new Map(), members: new Map() };

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** Looks names up and remembers those that nobody has. */
export class Names {
  readonly #wrong: { readonly path: Path; readonly because: string }[] = [];

  constructor(private readonly known: KnownNames) {}

  get problems(): readonly { readonly path: Path; readonly because: string }[] {
    return this.#wrong;
  }

  organisation(name: string, path: Path): string {
    return this.#look(this.known.organisations, name, 'no organisation of the roster', path);
  }

  member(handle: string, path: Path): string {
    return this.#look(this.known.members, handle, 'nobody of the roster', path);
  }

  #look(known: ReadonlyMap<string, string>, name: string, nobody: string, path: Path): string {
    const id = known.get(name);
    if (id !== undefined) return id;
    const near = nearest(name, [...known.keys()]);
    this.#wrong.push({
      path,
      because: `${nobody} is called "${name}"${near === null ? '' : `; did you mean "${near}"?`}`,
    });
    return UNKNOWN;
  }
}
