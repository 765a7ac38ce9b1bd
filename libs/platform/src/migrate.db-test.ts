import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { checkDrift, migrateDatabase } from './migrate.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function as(url: string, statement: string, values: unknown[] = []): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(statement, values);
    return 'done';
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code ?? 'no code';
    throw error;
  } finally {
    await client.end();
  }
}

describe('migrations', () => {
  it('make exactly the database that schema.prisma describes', async () => {
    expect(await checkDrift(database.migrateUrl)).toBeNull();
  });

  it('are found wanting when the database differs', async () => {
    const other = await freshDatabase();
    const client = new pg.Client({ connectionString: other.migrateUrl });
    await client.connect();
    await client.query('alter table report add column reporter text');
    await client.end();
    expect(await checkDrift(other.migrateUrl)).toContain('DROP COLUMN "reporter"');
    await other.drop();
  });

  it('may run again, and by two machines at once', async () => {
    const ownerUrl = database.migrateUrl;
    const results = await Promise.all([migrateDatabase({ ownerUrl }), migrateDatabase({ ownerUrl })]);
    expect(results.map(({ applied }) => applied)).toEqual([[], []]);
  });
});

describe('each role', () => {
  const id = '00000000-0000-4000-8000-000000000001';

  it.each([
    ['read the trace', 'select * from audit_event'],
    ['change the trace', 'update audit_event set body = null'],
    ['erase the trace', 'delete from audit_event'],
    ['empty the trace', 'truncate audit_event'],
    ['read the outbox', 'select * from outbox'],
    ['finish work that was not done', `update outbox set done_at = '2026-01-01'`],
    ['change a report', 'update report set envelope = null'],
    ['erase a report', 'delete from report'],
    ['replace a publication', 'update publication set directory = null'],
    ['replace a keyring', 'update keyring_blob set blob = null'],
    ['lower an urgency', 'update triage_item set urgency = 4'],
    ['change a signed answer', 'update acknowledgement set decision = null'],
    ['see the queue', 'select * from bullmq.job'],
    ['make tables', 'create table mine (x int)'],
  ])('the api cannot %s', async (_what, statement) => {
    expect(await as(database.apiUrl, statement)).toBe('42501');
  });

  it.each([
    ['read keyrings', 'select * from keyring_blob'],
    ['read sessions', 'select * from session'],
    ['make a session', `insert into session values (decode(repeat('00', 32), 'hex'), '${id}', '2030-01-01')`],
    ['read challenges', 'select * from challenge'],
    ['read mailboxes', 'select * from mailbox_message'],
    ['read the trace', 'select * from audit_event'],
    ['erase the trace', 'delete from audit_event'],
    ['write a report', 'insert into report (id) values (null)'],
    ['change a report', 'update report set envelope = null'],
    ['publish', 'insert into publication (version) values (1)'],
    ['answer for a person', 'insert into acknowledgement (id) values (null)'],
    ['move somebody’s channels', 'update own_channels set sealed = null'],
    ['make tables', 'create table mine (x int)'],
  ])('the worker cannot %s', async (_what, statement) => {
    expect(await as(database.workerUrl, statement)).toBe('42501');
  });

  it.each([
    ['read a report', 'select envelope from report'],
    ['see what is sealed to a desk', 'select sealed_note from triage_item'],
    ['see who holds a report', 'select holder from triage_item'],
    ['see who is told', 'select plan from alert'],
    ['see who answered', 'select acknowledged_by from alert'],
    ['read notices', 'select * from notice'],
    ['see where people are rung', 'select * from own_channels'],
    ['read the roster', 'select * from roster_copy'],
    ['read keyrings', 'select * from keyring_blob'],
    ['read sessions', 'select * from session'],
    ['read mailboxes', 'select * from mailbox_message'],
    ['read answers', 'select * from acknowledgement'],
    ['read the trace', 'select * from audit_event'],
    ['erase the trace', 'delete from audit_event'],
    ['end an alert', `update alert set state = 'closed'`],
    ['end a delivery', `update delivery set state = 'failed'`],
    ['end work', `update outbox set done_at = '2026-01-01'`],
    ['take work away', 'delete from outbox'],
    ['close a report', `update triage_item set state = 'closed'`],
    ['forget a finding', 'delete from finding'],
    ['see the queue', 'select * from bullmq.job'],
    ['make tables', 'create table mine (x int)'],
    [
      'say that the worker lives',
      `insert into sign_of_life values ('worker', 1, '2026-01-01', '2026-01-01')`,
    ],
  ])('the auditor cannot %s', async (_what, statement) => {
    expect(await as(database.auditorUrl, statement)).toBe('42501');
  });

  it.each([
    ['the api', 'apiUrl', 'auditor'],
    ['the api', 'apiUrl', 'worker'],
    ['the worker', 'workerUrl', 'auditor'],
  ] as const)('%s cannot say that another lives', async (_who, role, process) => {
    const sign = `insert into sign_of_life values ('${process}', 1, '2026-01-01', '2026-01-01')`;
    expect(await as(database[role], sign)).toBe('42501');
    expect(await as(database[role], `update sign_of_life set process = '${process}'`)).toBe('done');
    expect(await as(database[role], 'select * from sign_of_life')).toBe('done');
  });

  it('the api cannot hide a finding', async () => {
    expect(await as(database.apiUrl, `update finding set cleared_at = '2026-01-01'`)).toBe('42501');
    expect(await as(database.apiUrl, 'delete from finding')).toBe('42501');
  });

  it.each([
    [
      'the api',
      'apiUrl',
      `insert into outbox (id, kind, ref, due_at) values ('${id}', 'triage', '${id}', '2026-01-01')`,
    ],
    [
      'the api',
      'apiUrl',
      `insert into audit_event (kind, leaf, salt, body, hour)
      values ('x', decode(repeat('00', 32), 'hex'), 'salt', '{}', '2026-01-01T10:00:00Z')`,
    ],
    ['the api', 'apiUrl', 'select * from triage_item for update'],
    ['the worker', 'workerUrl', 'select * from outbox for update skip locked'],
    ['the worker', 'workerUrl', 'select * from bullmq.job'],
    [
      'the auditor',
      'auditorUrl',
      `insert into finding values ('worker-silent', 1, null, '2026-01-01', '2026-01-01')`,
    ],
  ] as const)('%s may do its work', async (_who, role, statement) => {
    expect(await as(database[role], statement)).toBe('done');
  });
});

describe('the tables refuse', () => {
  const id = '00000000-0000-4000-8000-000000000002';
  const digest = Buffer.alloc(32);
  const insertReport = `insert into report (id, digest, envelope, size_class, key_set, assurance, received_at)
    values ('${id}', $1, $2, 0, 1, $3, '2026-01-01')`;

  it('an envelope whose size is not one of the four', async () => {
    expect(await as(database.apiUrl, insertReport, [digest, Buffer.alloc(8192), 'e2ee-web'])).toBe('done');
    expect(await as(database.apiUrl, insertReport, [digest, Buffer.alloc(8193), 'e2ee-web'])).toBe('23514');
  });

  it('a sentence where a code belongs', async () => {
    const sentence = 'They are outside now';
    expect(await as(database.apiUrl, insertReport, [digest, Buffer.alloc(8192), sentence])).toBe('23514');
  });

  it('a state that no reader would understand', async () => {
    const insert = `insert into delivery (id, notice_id, position, member_id, state, attempts, ticket)
      values ('${id}', '${id}', 0, '${id}', $1, 0, '${id}')`;
    expect(await as(database.workerUrl, insert, ['waiting'])).toBe('done');
    expect(await as(database.workerUrl, insert, ['lost'])).toBe('23514');
  });

  it('a mailbox message that is longer, shorter, or dated to the minute', async () => {
    const insert = `insert into mailbox_message (address, kind, number, box, hour) values ('a', 'reply', 0, $1, $2)`;
    expect(await as(database.apiUrl, insert, [Buffer.alloc(4096), '2026-01-01T10:00:00Z'])).toBe('done');
    expect(await as(database.apiUrl, insert, [Buffer.alloc(4095), '2026-01-01T10:00:00Z'])).toBe('23514');
    expect(await as(database.apiUrl, insert, [Buffer.alloc(4096), '2026-01-01T10:01:00Z'])).toBe('23514');
  });
});
