/**
 * Guarantee 9: nobody learns from asking whether something exists. For every operation of the schema that takes an id, "there
 * is none" and "it is not yours" are one answer to the byte, and one sequence of statements at the database, as the database
 * itself wrote it down: not a stopwatch, which on a busy machine proves nothing.
 */
import { openSync, readSync, closeSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { getNamedType, isInputObjectType, type GraphQLInputType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toBase64Url } from '#crypto';
import { encodeCursor } from '#graphql';
import type { Session } from '#sdk/member';
import { draft } from '../support/draft.js';
import {
  committedSchema,
  documentOf,
  operationsOf,
  valueOf,
  type Operation,
} from '../support/hostile/schema-walk.js';
import { World, type Colleague } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await World.begin();
});
afterAll(() => world.end());

/** Whether an id, or a cursor that is one, can be named anywhere in the type. */
function namesAnId(type: GraphQLInputType, name: string): boolean {
  const named = getNamedType(type);
  if (isInputObjectType(named))
    return Object.values(named.getFields()).some((field) => namesAnId(field.type, field.name));
  return named.name === 'ID' || name === 'after';
}

const operations = operationsOf(committedSchema()).filter(
  ({ kind, field }) => kind !== 'subscription' && field.args.some(({ name, type }) => namesAnId(type, name)),
);

/** Everything else in the question is the same both times, and as right as can be. */
const variablesOf = ({ field }: Operation, id: string): object =>
  Object.fromEntries(
    field.args.map((argument) => [
      argument.name,
      valueOf(
        argument.type,
        (scalar, name) => {
          if (scalar === 'ID') return id;
          if (scalar === 'Bytes') return toBase64Url(new Uint8Array(64));
          if (scalar === 'Int') return 1;
          if (scalar === 'DateTime') return new Date().toISOString();
          return name === 'after' ? encodeCursor(id) : 'triage';
        },
        argument.name,
      ),
    ]),
  );

/** A page of slots is filled up with what no stranger can tell from a head, drawn anew each time: only its shape can be the same. */
const DRAWN_ANEW = ['head', 'reportId', 'cursor', 'endCursor'];
const shapeOf = (key: string, value: unknown): unknown =>
  DRAWN_ANEW.includes(key) && typeof value === 'string' ? `${String(value.length)} characters` : value;

/** The answer with the id that was asked for taken out, wherever it is repeated. */
async function answerTo(session: Session, operation: Operation, id: string): Promise<string> {
  const outcome = await session.call(
    {
      field: operation.field.name,
      document: documentOf(operation),
      decode: (value) =>
        JSON.stringify(value, operation.field.name === 'unsortedSlots' ? shapeOf : undefined),
    },
    variablesOf(operation, id),
  );
  return JSON.stringify(outcome).replaceAll(id, '(id)').replaceAll(encodeCursor(id), '(cursor)');
}

interface Hidden {
  readonly who: Colleague;
  readonly what: string;
  readonly id: string;
}

/** Real things, each beside somebody who must not learn that it is there. */
async function hiddenThings(): Promise<readonly Hidden[]> {
  const [rosa, luz] = [await world.signIn('rosa'), await world.signIn('luz')];
  const { reportId } = await world.submit(draft());
  const toLuz = await world.notice(luz, reportId);
  const toRosa = await world.notice(rosa, reportId);
  const other = await world.submit(draft());
  await world.alertOf(other.reportId);
  await world.settled();
  // As if the other desk had it: the triage desk must not even learn that there is one.
  await world.admin.query(`update triage_item set desk = 'safeguarding' where report_id = $1`, [
    other.reportId,
  ]);
  return [
    { who: rosa, what: "another desk's report", id: other.reportId },
    { who: rosa, what: "an ally's notice", id: toLuz.id },
    { who: rosa, what: "a colleague's member id", id: luz.memberId },
    { who: luz, what: 'a report', id: reportId },
    { who: luz, what: "a coordinator's notice", id: toRosa.id },
  ];
}

describe('guarantee: "there is none" and "not yours" are the same', () => {
  it('knows operations that take an id, or it would have nothing to compare', () => {
    expect(operations.map(({ field }) => field.name)).toEqual(
      expect.arrayContaining(['report', 'claimReport', 'openNotice', 'acknowledgeAlert', 'signIn', 'alerts']),
    );
  });

  it('in every byte of the answer, and in every statement that the database was asked to run', async () => {
    const things = await hiddenThings();
    await logStatements();
    for (const { who, what, id } of things) {
      for (const operation of operations) {
        const asked = `${operation.field.name} about ${what}`;
        const none = await watched(() => answerTo(who.session, operation, crypto.randomUUID()));
        const notYours = await watched(() => answerTo(who.session, operation, id));
        expect(`${asked}: ${notYours.answer}`).toBe(`${asked}: ${none.answer}`);
        expect([asked, ...notYours.statements]).toEqual([asked, ...none.statements]);
      }
    }
  });

  it('positive control: what is yours is another answer, by other statements', async () => {
    const rosa = await world.signIn('rosa');
    const { reportId } = await world.submit(draft());
    await world.alertOf(reportId);
    await world.settled();
    const report = operations.find(({ field }) => field.name === 'report')!;
    const mine = await watched(() => answerTo(rosa.session, report, reportId));
    const none = await watched(() => answerTo(rosa.session, report, crypto.randomUUID()));
    expect(mine.answer).not.toBe(none.answer);
    expect(mine.statements).not.toEqual(none.statements);
    expect(none.statements.join(' ')).toMatch(/report/);
  });
});

const logFile = (): string => join(world.database.dir, 'log', 'postgres.log');

/** Only for the api's role in this database: the server is shared, and nobody else's statements may be written down. */
async function logStatements(): Promise<void> {
  await world.admin.query(
    `alter role amparo_api in database ${world.database.name} set log_statement = 'all'`,
  );
  await world.api.stop();
  await world.api.start();
  // The first request of a process looks up the publication and opens connections.
  await world.directory();
}

/**
 * What the api asks of its own accord, whoever asks it what: its look at the newest publication, its pokes, a lease of a
 * budget every so many requests, and its sign of life.
 */
const OF_ITS_OWN =
  /publication|(into|from) budget|^notify |^listen |^select 1$|freshness|sign_of_life|from finding |^set |^discard /i;

async function watched(ask: () => Promise<string>): Promise<{ answer: string; statements: string[] }> {
  const from = statSync(logFile()).size;
  const answer = await ask();
  // The server writes a statement down before it runs it; what reaches the file late is not ours.
  await pause(20);
  return { answer, statements: statementsSince(from) };
}

function statementsSince(from: number): string[] {
  const file = openSync(logFile(), 'r');
  try {
    const bytes = Buffer.alloc(statSync(logFile()).size - from);
    readSync(file, bytes, 0, bytes.length, from);
    const entries = bytes.toString('utf8').split(/^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] /m);
    return entries
      .flatMap((entry) => /^LOG: {2}(?:statement|execute [^:]*): ([\s\S]*)$/.exec(entry)?.[1] ?? [])
      .map((statement) => statement.replaceAll(/\s+/g, ' ').trim())
      .filter((statement) => !OF_ITS_OWN.test(statement));
  } finally {
    closeSync(file);
  }
}
