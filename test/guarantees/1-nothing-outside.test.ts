/**
 * Guarantee 1, for what leaves the servers and what lies between them: no channel says anything of a report, neither who, where
 * and what in words nor any of its codes, and neither do the queue's jobs and the logs. Only the text inside OpenPGP holds what the
 * notice holds, encrypted to its reader, and no more than that.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import type { ReportDraft } from '#sdk';
import { draft } from '../support/draft.js';
import { facetsOf, givenAway, type Facets } from '../support/facets.js';
import { Outside, WAYS, type Arrival } from '../support/outside.js';
import { until, World, type Colleague } from '../support/world.js';

const CANARY = `canario-${randomBytes(6).toString('hex')}`;
const report = (): ReportDraft =>
  draft({
    mark: (field) => `${CANARY} ${field}`,
    routing: {
      acts: ['THR_DEATH', 'LND_INVASION'],
      department: '2502',
      targets: ['COM', 'FAM'],
      needs: ['CS_LEGAL', 'CS_TRANSPORT'],
      perpetrators: ['IL_LOGGING', 'HITMEN'],
      raisers: ['CHILDREN'],
      language: 'shp',
    },
  });

let outside: Outside;
let world: World;
let luz: Colleague;
let facets: Facets;
/** What nobody outside may learn besides: who, in whose words, and which report. */
const words = new Map<string, string>([[CANARY, 'words']]);
let arrivals: readonly Arrival[] = [];
let jobs = '';

beforeAll(async () => {
  outside = await Outside.open(['luz']);
  world = await World.begin({ workerEnv: outside.workerEnv });
  luz = await world.signIn('luz');
  await listenToTheQueue();
  facets = facetsOf(report(), 'U1');
  const { directory } = await world.directory();
  for (const { name } of world.demo.people) words.set(name, 'people');
  for (const { name } of directory.organisations) words.set(name, 'people');
  // One way after the other, so that each is the first and is rung.
  for (const way of WAYS) {
    await outside.rings(world, luz, 'luz', way);
    const { reportId } = await world.submit(report());
    const { body } = await world.notice(luz, reportId);
    await world.settled();
    words.set(reportId, 'which report').set(body!.alertId, 'which report');
    words.set(body!.deadline, 'deadline').set(body!.callback, 'callback');
  }
  arrivals = await outside.arrivals(world, 'luz');
  const { rows } = await world.admin.query<{ job: string }>('select job from heard_job');
  jobs = rows.map(({ job }) => job).join('\n');
});
afterAll(async () => {
  await world.end();
  await outside.close();
});

/** Whatever was ever put into the queue, also what is long done and gone. */
async function listenToTheQueue(): Promise<void> {
  await world.admin.query('create table heard_job (job text)');
  await world.admin.query(`create function hear_job() returns trigger language plpgsql security definer as
    $$ begin insert into public.heard_job values (new::text); return new; end $$`);
  await world.admin.query(
    'create trigger hear after insert or update on bullmq.job for each row execute function hear_job()',
  );
}

const told = (text: string): readonly string[] => [...givenAway(text, facets), ...givenAway(text, words)];

describe('guarantee: nothing that leaves the servers says what a report says', () => {
  it.each(WAYS)('by %s only that there is something to read', (way) => {
    const mine = arrivals.filter((arrival) => arrival.way === way);
    expect(mine).toHaveLength(1);
    for (const { seen } of mine) expect(told(seen)).toEqual([]);
  });

  it('inside a push message, opened by its browser, there is no more', () => {
    const [{ opened } = { opened: '' }] = arrivals.filter(({ way }) => way === 'push');
    expect(opened).toContain('Tiene un mensaje por leer');
    expect(told(opened ?? '')).toEqual([]);
  });

  it('inside OpenPGP there is what the notice says, and no word about who, what happened and by whom', () => {
    const [{ opened } = { opened: '' }] = arrivals.filter(({ way }) => way === 'openpgp');
    // That the search finds what is there.
    expect(told(opened ?? '')).toEqual(['department', 'needs', 'urgency', 'callback', 'deadline']);
  });

  it('in the queue there are only opaque ids', () => {
    expect(jobs).toContain('compare');
    const allowed = new Set(['which report']);
    expect(told(jobs).filter((what) => !allowed.has(what))).toEqual([]);
  });

  it('in the output of api and worker there is nothing of it', () => {
    const output = Buffer.concat([world.api.output(), world.worker.output()]).toString();
    expect(output).toContain('triage');
    expect(told(output)).toEqual([]);
  });

  it('would have been found, in every field, by every way that careless code takes', async () => {
    const all = [...facets, ...words];
    for (const [spelling, field] of all) expect(told(`{"note":"${spelling}"}`)).toContain(field);
    const [[spelling] = ['']] = [...facets].filter(([, field]) => field === 'department').slice(1);
    const url = `http://${outside.door('luz').address}/hook`;
    await fetch(url, {
      method: 'POST',
      headers: { 'x-place': encodeURIComponent(spelling) },
      body: spelling,
    });
    const relay = createTransport({ host: '127.0.0.1', port: outside.relay.port, ignoreTLS: true });
    const to = 'luz@correo.example';
    await relay.sendMail({ from: 'a@b.example', to, subject: `Ñandú ${spelling}`, text: 'nada' });
    await relay.sendMail({ from: 'a@b.example', to, subject: 'nada', text: spelling, encoding: 'base64' });
    const planted = await until('what was planted', async () => {
      const now = await outside.arrivals(world, 'luz');
      return now.length === arrivals.length + 3 ? now : null;
    });
    const fresh = planted.filter(
      ({ way, seen }) => way !== 'cap' && !arrivals.some((one) => one.seen === seen),
    );
    expect(fresh.map(({ seen }) => told(seen))).toEqual([['department'], ['department'], ['department']]);
  });
});
