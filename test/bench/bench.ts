/**
 * `npm run bench`: what DESIGN §8 allows against what this machine measures. A measurement, not a test: it ends well when a budget
 * is missed, and says so loudly. `--quick` takes less of everything, `--only accept,ring` some of the rows, `--profile FOLDER` keeps CPU profiles of
 * api and worker; `--json` adds one last line for machines.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { SealedDraft } from '#sdk';
import { draft } from '../support/draft.js';
import type { World } from '../support/world.js';
import { acceptRows } from './accept-rows.js';
import { answerRows } from './answer-rows.js';
import { json, table, type Row } from './figures.js';
import { pageRows } from './page-rows.js';
import { fillQueue, queueRows } from './queue-rows.js';
import { ringRows } from './ring-rows.js';
import { setScene, type Scene } from './scene.js';
import { sealRows } from './seal-rows.js';

const FULL = {
  envelopes: 200,
  accept: { pairs: 5, ms: 5000, latencyRuns: 3, latencyMs: 6000 },
  rings: { reports: 600, runs: 3 },
  seal: { pairs: 7, times: 40 },
  page: { visits: 3 },
  answers: { blocks: 5, times: 150 },
  queue: { count: 1_000_000, blocks: 5, times: 30 },
};
const QUICK: typeof FULL = {
  envelopes: 60,
  accept: { pairs: 3, ms: 2000, latencyRuns: 1, latencyMs: 3000 },
  rings: { reports: 80, runs: 1 },
  seal: { pairs: 3, times: 15 },
  page: { visits: 1 },
  answers: { blocks: 3, times: 60 },
  queue: { count: 100_000, blocks: 3, times: 15 },
};
const SMALL_QUEUE = 10_000;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
});
const plan = options.quick ? QUICK : FULL;
const began = performance.now();

function say(text: string): void {
  process.stderr.write(`[${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s] ${text}\n`);
}

async function facts({ admin }: World): Promise<string> {
  const { rows } = await admin.query<{ facts: string }>(
    `select string_agg(name || ' ' || current_setting(name), ', ' order by name) as facts from pg_settings
     where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers')`,
  );
  return `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, PostgreSQL: ${rows[0]?.facts ?? ''}`;
}

async function sealMany(world: World, count: number): Promise<SealedDraft[]> {
  const sealed: SealedDraft[] = [];
  for (let at = 0; at < count; at += 1) sealed.push(await world.seal(draft({ routing: happening(at) })));
  return sealed;
}

const TARGETS = ['IND', 'FAM', 'LEG', 'ORG', 'COM', 'PUE', 'NET', 'ACC'];
const BESIDES = [
  'SUR_PHYSICAL',
  'LND_INVASION',
  'STG_SMEAR',
  'PRP_DAMAGE',
  'MOV_BLOCK',
  'WRK_OBSTRUCT',
  'ENV_HARM',
];

/** Each of another target and with another act: reports of one happening ring once, which is less to do. */
function happening(at: number): Partial<ReturnType<typeof draft>['routing']> {
  const pick = (list: readonly string[], which: number): string[] =>
    list.filter((_, bit) => which & (1 << bit));
  const targets = pick(TARGETS, (at % 255) + 1);
  return { targets, acts: ['THR_DEATH', ...pick(BESIDES, Math.floor(at / 255))] };
}

async function inWorld<T>(scene: Scene, work: (world: World) => Promise<T>): Promise<T> {
  const world = await scene.begin({ withoutWorker: true });
  try {
    return await work(world);
  } finally {
    await world.end();
  }
}

/** In this order: the worker starts after the api was measured without it, and the tables are filled up last. */
const SECTIONS: Readonly<Record<string, (world: World, scene: Scene) => Promise<Row[]>>> = {
  seal: async (world) => sealRows(await world.directory(), plan.seal),
  page: (world) => pageRows(world, plan.page),
  accept: async (world, scene) => {
    const sealed = await sealMany(world, plan.envelopes);
    return acceptRows(
      world,
      scene.adminUrl,
      sealed.map(({ envelope }) => envelope),
      plan.accept,
    );
  },
  ring: async (world) => {
    const reports = await sealMany(world, plan.rings.reports);
    await world.worker.start();
    const rows = await ringRows(world, reports, plan.rings.runs);
    await world.worker.stop();
    return rows;
  },
  answer: (world) => answerRows(world, plan.answers),
  queue: async (world, scene) => {
    await world.admin.query('truncate report, outbox, audit_event, triage_item, alert, notice, delivery');
    await fillQueue(world.admin, plan.queue.count);
    return inWorld(scene, async (small) => {
      await fillQueue(small.admin, SMALL_QUEUE);
      return queueRows(small, world, plan.queue.count, plan.queue);
    });
  },
};

interface Measured {
  readonly rows: Row[];
  readonly machine: string;
  /** Sections that ended in an error: what the others measured is not lost with them. */
  readonly broken: readonly string[];
}

async function measure(scene: Scene, only: readonly string[]): Promise<Measured> {
  return inWorld(scene, async (world) => {
    const machine = await facts(world);
    const rows: Row[] = [];
    const broken: string[] = [];
    for (const [name, section] of Object.entries(SECTIONS)) {
      if (!only.includes(name)) continue;
      say(`${name} …`);
      try {
        rows.push(...(await section(world, scene)));
      } catch (error) {
        console.error(error);
        broken.push(name);
      }
    }
    return { rows, machine, broken };
  });
}

const only = options.only?.split(',') ?? Object.keys(SECTIONS);
const unknown = only.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0)
  throw new Error(`there is no ${unknown.join(', ')}: ${Object.keys(SECTIONS).join(', ')}`);
say('starting PostgreSQL and making people …');
const scene = await setScene(options.profile);
let isWhole = false;
try {
  const { rows, machine, broken } = await measure(scene, only);
  const missed = rows.filter(({ within }) => !within);
  console.log(`\n${machine}\n\n${table(rows)}\n`);
  if (missed.length > 0) console.log(`OVER BUDGET: ${missed.map(({ name }) => name).join('; ')}\n`);
  if (broken.length > 0) console.log(`NOT MEASURED: ${broken.join(', ')}\n`);
  if (options.json) console.log(json(rows));
  isWhole = broken.length === 0;
} finally {
  await scene.end();
  say('done');
}
process.exit(isWhole ? 0 : 1);
