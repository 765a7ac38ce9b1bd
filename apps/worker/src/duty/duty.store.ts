/** Duty rosters as they lie in the database: bytes that nobody has checked. What they mean is decided in duty-keeper.ts. */
import type { Statement, StatementPool } from '#platform';
import type { DutyRow, DutyRowStore, StoredDuty } from './duty-keeper.js';

/** As many as the signed policy names delegates, whatever else lies there. */
const OF: Statement = {
  name: 'duty-rosters-of',
  text: `
  select d.name, d.member_id as member, d.version
  from duty_roster d join unnest($1::text[], $2::uuid[]) as allowed(name, member) on d.name = allowed.name
   and d.member_id = allowed.member`,
};

const LOAD: Statement = {
  name: 'duty-roster',
  text: `
  select name, member_id as member, version, for_dispatch as sealed from duty_roster
  where name = $1 and member_id = $2 and version = $3`,
};

export class SqlDutyStore implements DutyRowStore {
  constructor(private readonly statements: StatementPool) {}

  async of(delegations: Readonly<Record<string, readonly string[]>>): Promise<readonly DutyRow[]> {
    const pairs = Object.entries(delegations).flatMap(([name, members]) =>
      members.map((member) => ({ name, member })),
    );
    if (pairs.length === 0) return [];
    return this.statements.rows<DutyRow>(OF, [
      pairs.map(({ name }) => name),
      pairs.map(({ member }) => member),
    ]);
  }

  async load({ name, member, version }: DutyRow): Promise<StoredDuty | null> {
    const [row] = await this.statements.rows<StoredDuty>(LOAD, [name, member, version]);
    return row ?? null;
  }
}
