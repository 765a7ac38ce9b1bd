/**
 * Accepting against the least that can keep a report, turn about on the same PostgreSQL, then its latency at half that load.
 * No worker runs here: both sides keep reports and nothing else.
 */
import { randomInt } from 'node:crypto';
import pg from 'pg';
import { toBase64Url } from '#crypto';
import { freePort } from '#infra/ports';
import type { World } from '../support/world.js';
import { cpuOf, load, peakMemory, startChild, startClients, type Child, type Load } from './children.js';
import { absoluteRow, median, percentile, ratioRow, type Row } from './figures.js';

export interface AcceptPlan {
  readonly pairs: number;
  readonly ms: number;
  readonly latencyRuns: number;
  readonly latencyMs: number;
}

const WARM_UP_MS = 1500;

export async function acceptRows(
  world: World,
  adminUrl: string,
  envelopes: readonly Uint8Array[],
  plan: AcceptPlan,
): Promise<Row[]> {
  const sealed = envelopes.map(toBase64Url);
  const bare = await startBare(adminUrl);
  const clients = await startClients();
  try {
    const ours = Number(new URL(world.origin).port);
    const run = async (port: number, ms: number, rate: number | null): Promise<Load> => {
      await empty(world, bare.url);
      const result = await load(clients, { port, envelopes: sealed, ms, rate });
      if (result.failed > 0)
        console.error(`${result.failed} of ${result.latencies.length} were not accepted`);
      return result;
    };
    for (const port of [bare.port, ours]) await run(port, WARM_UP_MS, null);

    const pairs: { ours: number; baseline: number }[] = [];
    const work: { ours: number; baseline: number }[] = [];
    const memory: number[] = [];
    for (let at = 0; at < plan.pairs; at += 1) {
      const baseline = await worked(bare.child.process.pid ?? 0, () => run(bare.port, plan.ms, null));
      const { result, mib } = await peakMemory(
        world.api.pid,
        worked(world.api.pid, () => run(ours, plan.ms, null)),
      );
      pairs.push({ ours: result.perSecond, baseline: baseline.perSecond });
      work.push({ ours: result.msEach, baseline: baseline.msEach });
      memory.push(mib);
    }

    const rate = median(pairs.map((pair) => pair.ours)) / 2;
    const latencies: number[][] = [];
    for (let at = 0; at < plan.latencyRuns; at += 1)
      latencies.push([...(await run(ours, plan.latencyMs, rate)).latencies]);
    const at = (share: number): number[] => latencies.map((run) => percentile(run, share));
    return [
      ratioRow({ name: 'accepted reports per second', unit: '/s', budget: '≥ 0.6 of bare' }, pairs, {
        least: 0.6,
      }),
      // Says more than the rate when others use the machine: nobody can take away processor time that was had.
      ratioRow({ name: 'processor time of api per report', unit: 'ms', budget: 'none' }, work, {}),
      absoluteRow(
        { name: `accept latency p50 at ${rate.toFixed(0)}/s`, unit: 'ms', budget: '≤ 50 ms (as p99)' },
        at(0.5),
        50,
      ),
      absoluteRow(
        { name: `accept latency p99 at ${rate.toFixed(0)}/s`, unit: 'ms', budget: '≤ 50 ms' },
        at(0.99),
        50,
      ),
      absoluteRow({ name: 'memory of api', unit: 'MiB', budget: '≤ 256 MiB' }, memory, 256),
    ];
  } finally {
    await Promise.all(clients.map((client) => client.stop()));
    await bare.child.stop();
    await empty(world, bare.url);
  }
}

/** What each report cost the server's process. */
async function worked(pid: number, run: () => Promise<Load>): Promise<Load & { readonly msEach: number }> {
  const before = cpuOf(pid);
  const result = await run();
  return { ...result, msEach: ((cpuOf(pid) - before) * 1000) / Math.max(1, result.accepted) };
}

interface Bare {
  readonly child: Child;
  readonly port: number;
  readonly url: string;
}

async function startBare(adminUrl: string): Promise<Bare> {
  const url = Object.assign(new URL(adminUrl), { pathname: '/bare' }).href;
  await query(adminUrl, 'create database bare');
  await query(
    url,
    'create table bare (id uuid primary key, digest bytea not null unique, envelope bytea not null)',
  );
  // As the api's own table: trying to compress ciphertext would only slow the baseline down.
  await query(url, 'alter table bare alter column envelope set storage external');
  const port = await freePort(randomInt(31_000, 39_000));
  const child = await startChild('bare-server.ts', { BARE_DATABASE_URL: url, PORT: String(port) });
  return { child, port, url };
}

/** Each run begins with empty tables and a log that is written out: none pays for the one before. */
async function empty(world: World, bareUrl: string): Promise<void> {
  await world.admin.query('truncate report, outbox, audit_event');
  await query(bareUrl, 'truncate bare');
  await query(bareUrl, 'checkpoint');
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
