/**
 * Each process says every few seconds that it lives, in one small table; whoever watches reads there who has fallen silent. A
 * lock (worker-life.ts) tells at once that a connection ended, and says nothing of a process that stands still with its
 * connections open: this does. Silence is measured by one clock, the database's, so that no process with a wrong one seems dead.
 */
import type { PrismaClient } from './database.js';

export interface OwnSign {
  readonly process: 'api' | 'worker' | 'auditor';
  readonly life: number;
  readonly at: Date;
}

export interface SeenSign {
  readonly process: OwnSign['process'];
  readonly silentMs: number;
  /** How far the process's clock is ahead of the database's. */
  readonly skewMs: number;
}

/** Also forgets those of its kind that are long gone. */
export async function giveSign(
  db: Pick<PrismaClient, '$executeRaw'>,
  { process, life, at }: OwnSign,
): Promise<void> {
  await db.$executeRaw`
    with gone as (
      delete from sign_of_life
      where process = ${process} and life <> ${life}::int and stored_at < clock_timestamp() - interval '10 minutes')
    insert into sign_of_life (process, life, at, stored_at)
    values (${process}, ${life}::int, ${at}::timestamptz, clock_timestamp())
    on conflict (process, life) do update set at = excluded.at, stored_at = excluded.stored_at`;
}

export function signsOfLife(db: Pick<PrismaClient, '$queryRaw'>): Promise<SeenSign[]> {
  return db.$queryRaw<SeenSign[]>`
    select process,
           (extract(epoch from clock_timestamp() - stored_at) * 1000)::float8 as "silentMs",
           (extract(epoch from at - stored_at) * 1000)::float8 as "skewMs"
    from sign_of_life where stored_at > clock_timestamp() - interval '10 minutes' limit 1000`;
}
