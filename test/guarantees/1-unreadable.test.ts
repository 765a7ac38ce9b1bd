/**
 * Guarantee 1: no plaintext of a report, identity, reply, follow-up, name or passphrase exists in PostgreSQL (rows, files,
 * WAL), in the queue or in any process's output. Each field carries a mark of its own; the search is proven by marks that
 * are planted the way careless code would leave them.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { visitMailbox } from '#sdk';
import { draft } from '../support/draft.js';
import { findEverywhere } from '../support/find-everywhere.js';
import { redisIsHere, startRedis } from '../support/redis.js';
import { until, World } from '../support/world.js';

const marks = new Map<string, string>();
const mark = (field: string): string => {
  const made = marks.get(field) ?? `canario-${randomBytes(9).toString('hex')}`;
  marks.set(field, made);
  return made;
};

let world: World;
beforeAll(async () => {
  world = await World.begin();
});
afterAll(() => world.end());

const placesOf = (of: World) => ({
  adminUrl: of.database.adminUrl,
  captured: new Map([
    ['output of the api', of.api.output()],
    ['output of the worker', of.worker.output()],
  ]),
});

/** A report's whole way, with a mark in every field that holds words. Answers with everything that must not be found. */
async function wholeWay(of: World): Promise<string[]> {
  const rosa = await of.signIn('rosa');
  const luz = await of.signIn('luz');
  await of.ring(luz);
  const { sealed, reportId } = await of.submit(draft({ mark }));
  const long = await of.submit(draft({ text: `${mark('long text')} `.repeat(300), mode: 'humans-only' }));

  const notice = await of.notice(luz, reportId);
  await of.rung(notice.id);
  const accepted = await luz.inbox.acknowledge(notice, 'ACCEPT', { at: new Date() });
  expect(accepted.ok).toBe(true);

  const entry = await until('the queue entry', async () => {
    const answer = await rosa.desk.queue({ first: 50 });
    return (answer.ok && answer.page.entries.find((one) => one.reportId === reportId)) || null;
  });
  expect((await rosa.desk.claim(reportId, entry.version)).ok).toBe(true);
  const opened = await rosa.desk.open(reportId);
  if (!opened.ok) throw new Error(opened.reason);
  expect(opened.report.narrative.text).toContain(mark('text'));
  expect((await rosa.desk.answer(opened.report, { text: `Vamos en camino ${mark('answer')}` })).ok).toBe(
    true,
  );

  const { directory } = await of.directory();
  const visit = await visitMailbox(of.transport(), directory, {
    words: sealed.words.join(' '),
    say: { text: `Siguen afuera ${mark('follow-up')}` },
    now: new Date(),
  });
  if (!visit.ok) throw new Error(visit.reason);
  expect(visit.answers.map((answer) => answer.text)).toEqual([`Vamos en camino ${mark('answer')}`]);
  const posts = await rosa.desk.posts(opened.report);
  expect(posts.ok && posts.posts.map((post) => post.text)).toEqual([`Siguen afuera ${mark('follow-up')}`]);

  const words = [sealed, long.sealed].map((one) => one.words.slice(0, 3).join(' '));
  const people = of.demo.people.flatMap((one) => [
    one.name,
    readFileSync(of.demo.passphraseFile(one.handle), 'utf8').trim(),
  ]);
  await of.settled();
  const secret = [...marks.values(), ...words, ...people, of.receiver.url];
  expect(secret.length).toBeGreaterThan(25);
  return secret;
}

describe('guarantee: nobody who runs the servers can read a report', () => {
  it('leaves no word of it in the database, the queue or the logs, whatever field it was in', async () => {
    const secret = await wholeWay(world);
    expect(await findEverywhere(secret, placesOf(world))).toEqual([]);
  });

  (redisIsHere() ? it : it.skip)('nor in Redis, in anything that was ever sent to it', async () => {
    const redis = await startRedis();
    const client = new Redis(redis.url);
    const heard: string[] = [];
    const monitor = await client.monitor();
    monitor.on('monitor', (_at: string, args: string[]) => heard.push(args.join(' ')));
    const onRedis = await World.begin({ redisUrl: redis.url });
    try {
      const secret = await wholeWay(onRedis);
      // Proof that we listened: the queue's own traffic, and a mark as careless code would leave it.
      const planted = mark('planted in Redis');
      await client.set('careless', JSON.stringify({ note: planted }));
      await until('the planted mark', () => heard.find((line) => line.includes(planted)) ?? null);
      expect(heard.some((line) => line.includes('triage'))).toBe(true);
      const captured = new Map([
        ...placesOf(onRedis).captured,
        ['traffic of Redis', Buffer.from(heard.join('\n'))],
      ]);
      const found = await findEverywhere([...secret, planted], { ...placesOf(onRedis), captured });
      expect(found).toEqual([{ canary: planted, where: 'traffic of Redis', spelling: 'plain' }]);
    } finally {
      monitor.disconnect();
      client.disconnect();
      await onRedis.end();
      await redis.stop();
    }
  });

  it('would have been found: the search sees every spelling that careless code leaves', async () => {
    const planted = (name: string): string => mark(`planted ${name}`);
    await world.admin.query(
      'create table planted (id int, short text, long text, doc jsonb, raw bytea, b64 text, wide bytea)',
    );
    await world.admin.query('insert into planted values (1, $1, $2, $3, $4, $5, $6)', [
      planted('short text'),
      // PostgreSQL compresses this: only reading the row through SQL can find it.
      `${planted('long text')} `.repeat(2_000),
      JSON.stringify({ note: planted('jsonb') }),
      Buffer.from(planted('bytea')),
      Buffer.from(`x${planted('base64')}`).toString('base64'),
      Buffer.from(planted('utf-16'), 'utf16le'),
    ]);
    await world.admin.query(
      `insert into audit_event (kind, leaf, salt, body, hour)
       values ('x', decode(repeat('00', 32), 'hex'), '\\x00', $1, date_trunc('hour', now()))`,
      [JSON.stringify({ note: planted('audit') })],
    );
    const logs = mkdtempSync(join(tmpdir(), 'amparo-planted-'));
    writeFileSync(join(logs, 'worker.log'), JSON.stringify({ msg: planted('log line') }));
    const captured = new Map([['traffic', Buffer.from(JSON.stringify({ ref: planted('job payload') }))]]);
    try {
      const names = [
        'short text',
        'long text',
        'jsonb',
        'bytea',
        'base64',
        'utf-16',
        'audit',
        'log line',
        'job payload',
      ];
      const found = await findEverywhere(names.map(planted), {
        ...placesOf(world),
        folders: [logs],
        captured,
      });
      for (const name of names)
        expect({ name, found: found.some((one) => one.canary === planted(name)) }).toEqual({
          name,
          found: true,
        });
      // What is committed is in the write-ahead log as well, on disk.
      expect(found.some((one) => one.canary === planted('short text') && one.where.includes('pg_wal'))).toBe(
        true,
      );
    } finally {
      rmSync(logs, { recursive: true });
      await world.admin.query('drop table planted');
      await world.admin.query(`delete from audit_event where kind = 'x'`);
    }
  });
});
