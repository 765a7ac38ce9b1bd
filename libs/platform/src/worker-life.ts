/**
 * How the others know that a worker is gone: each holds a lock in PostgreSQL, by a number of its own, on the connection that it
 * listens with. The kernel closes the connection of a killed process, and the lock is free at that moment: no clock is
 * compared, and nobody waits for a beat that does not come. A worker whose connection was cut and that still lives is taken for
 * dead for a moment; what it had in hand is then done alongside, which every handler bears.
 */
import { randomInt } from 'node:crypto';
import type pg from 'pg';
import type { PrismaClient } from './database.js';

/** Keeps these locks apart from all others: 'AMPA' in ASCII. */
const LOCKS_OF_LIVES = 0x41_4d_50_41;

/** Random, so that a process never takes another's place by chance, and a thief learns nothing of when it began. */
export const newLife = (): number => randomInt(1, 2 ** 31);

/** Shared with nobody but itself: a new connection must not wait until the server has noticed the end of the old one. */
export async function holdLife(client: pg.Client, life: number): Promise<void> {
  await client.query('select pg_advisory_lock_shared($1::int, $2::int)', [LOCKS_OF_LIVES, life]);
}

/** The numbers of all workers that live. */
export async function readLives(db: Pick<PrismaClient, '$queryRaw'>): Promise<readonly number[]> {
  const rows = await db.$queryRaw<{ life: number }[]>`
    select objid::bigint::int as life from pg_locks
    where locktype = 'advisory' and classid::bigint = ${LOCKS_OF_LIVES} and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())`;
  return rows.map(({ life }) => life);
}
