/** Publications and the roster copy for dispatch, as bytes. What they mean is decided in verify-publication.ts. */
import type { Statement, StatementPool } from '#platform';
import type { PublicationStore } from './publication-keeper.js';
import type { StoredPublication } from './verify-publication.js';

/** At most a handful, or a flood of bad uploads would keep the good one from being found in time. */
const FROM: Statement = {
  name: 'publications-from',
  text: 'select version from publication where version >= $1 order by version desc limit 8',
};

const LOAD: Statement = {
  name: 'publication',
  text: `
  select p.version, p.head, p.signatures, p.directory, p.policy, c.sealed as "rosterCopy"
  from publication p left join roster_copy c on c.version = p.version and c.recipient = 'dispatch'
  where p.version = $1`,
};

export class SqlPublicationStore implements PublicationStore {
  constructor(private readonly statements: StatementPool) {}

  async from(version: number): Promise<readonly number[]> {
    const rows = await this.statements.rows<{ version: number }>(FROM, [version]);
    return rows.map((row) => row.version);
  }

  async load(version: number): Promise<StoredPublication | null> {
    const [row] = await this.statements.rows<StoredPublication>(LOAD, [version]);
    return row ?? null;
  }
}
