/**
 * What nobody needs any more is taken out of the database: entries of feeds, trials of channels and ringings of the desks, thirty days
 * after they were made (a notice is read no longer than that). A bounded number at a time, so that no night's cleaning stands in the
 * way of an alert; what is left is taken in the next round.
 */
import type { Clock } from '#kernel';
import type { Statement, StatementPool } from '#platform';

export const KEPT_MS = 30 * 86_400_000;
export const TIDY_EVERY_MS = 3_600_000;
/** Of each table in one round. */
const MOST = 2_000;

const PURGES: readonly Statement[] = [
  ['cap_entry', 'id', 'sent_at'],
  ['channel_trial', 'id', 'asked_at'],
  ['desk_call', 'id', 'tried_at'],
].map(([table, key, time]) => ({
  name: `tidy-${String(table)}`,
  text: `
  with old as (
    delete from ${String(table)} where ${String(key)} in (
      select ${String(key)} from ${String(table)} where ${String(time)} < $1 order by ${String(time)} limit ${String(MOST)})
    returning 1
  )
  select count(*)::int as count from old`,
}));

export class Tidy {
  constructor(
    private readonly statements: StatementPool,
    private readonly clock: Clock,
  ) {}

  /** Answers how many rows are gone. */
  async round(): Promise<number> {
    const before = new Date(this.clock().getTime() - KEPT_MS);
    let gone = 0;
    for (const purge of PURGES) {
      const [row] = await this.statements.rows<{ count: number }>(purge, [before]);
      gone += row?.count ?? 0;
    }
    return gone;
  }
}
