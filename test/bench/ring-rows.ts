/** From sending a report to the ring of an ally's doorbell, through api, outbox, queue, triage, ladder and delivery. */
import { setTimeout as pause } from 'node:timers/promises';
import { toBase64Url, toHex } from '#crypto';
import { submitReport } from '../../libs/sdk/src/operations.js';
import type { SealedDraft } from '#sdk';
import type { World } from '../support/world.js';
import { cpuOf, cpuOfChildren, parentOf, peakMemory } from './children.js';
import { absoluteRow, median, percentile, type Row } from './figures.js';

const PER_SECOND = 20;
/** What has not rung by then is counted as ringing then. */
const PATIENCE_MS = 20_000;

/** The worker runs; `reports` are all sent, in `runs` equal parts. */
export async function ringRows(world: World, reports: readonly SealedDraft[], runs: number): Promise<Row[]> {
  const luz = await world.signIn('luz');
  await world.ring(luz);
  const size = Math.floor(reports.length / runs);
  const waits: number[][] = [];
  const memory: number[] = [];
  const work: number[][] = [];
  const spent = await clocks(world);
  for (let at = 0; at < runs; at += 1) {
    const part = reports.slice(at * size, (at + 1) * size);
    const before = spent();
    const { result, mib } = await peakMemory(world.worker.pid, ring(world, luz.memberId, part));
    waits.push(result);
    memory.push(mib);
    work.push(spent().map((seconds, who) => ((seconds - (before[who] ?? 0)) * 1000) / part.length));
  }
  const at = (share: number): number[] => waits.map((run) => percentile(run, share));
  return [
    absoluteRow({ name: 'submit → webhook p50 at 20/s', unit: 'ms', budget: '≤ 150 ms' }, at(0.5), 150),
    absoluteRow({ name: 'submit → webhook p99 at 20/s', unit: 'ms', budget: '≤ 1 s' }, at(0.99), 1000),
    // Says more than the waits when others use the machine.
    ...WHO.map((who, at) =>
      workRow(
        who,
        work.map((run) => run[at] ?? 0),
      ),
    ),
    absoluteRow({ name: 'memory of worker', unit: 'MiB', budget: '≤ 256 MiB' }, memory, 256),
  ];
}

const WHO = ['worker', 'api', 'PostgreSQL'];

/** Seconds of processor time so far, of each in turn. */
async function clocks(world: World): Promise<() => number[]> {
  const { rows } = await world.admin.query<{ pid: number }>('select pg_backend_pid() as pid');
  const server = parentOf(rows[0]?.pid ?? 0);
  return () => [cpuOf(world.worker.pid), cpuOf(world.api.pid), cpuOfChildren(server)];
}

function workRow(who: string, work: readonly number[]): Row {
  const name = `processor time of ${who} per report`;
  return {
    ...{ name, unit: 'ms', budget: 'none', limit: null, ratio: null, within: true },
    value: median(work),
    spread: [Math.min(...work), Math.max(...work)],
  };
}

async function ring(world: World, memberId: string, reports: readonly SealedDraft[]): Promise<number[]> {
  const sentAt = new Map<string, number>();
  const begin = performance.now();
  await Promise.all(
    reports.map(async ({ envelope, digest }, at) => {
      await pause((at * 1000) / PER_SECOND - (performance.now() - begin));
      sentAt.set(toHex(digest), performance.now());
      const input = { envelope: toBase64Url(envelope) };
      const answer = await world.transport().call(submitReport, { input });
      if (!answer.ok || answer.value.kind !== 'ReportAccepted') throw new Error('a report was not accepted');
    }),
  );
  const rungAt = await rings(world, memberId, [...sentAt.keys()]);
  return [...sentAt].map(([digest, at]) => (rungAt.get(digest) ?? at + PATIENCE_MS) - at);
}

/** When the doorbell rang for each report, by its digest. The receiver sees only ids of notices; our tables say whose they are. */
async function rings(
  world: World,
  memberId: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const deadline = performance.now() + PATIENCE_MS;
  while (found.size < digests.length && performance.now() < deadline) {
    const { rows } = await world.admin.query<{ digest: string; notice: string }>(
      `select encode(r.digest, 'hex') as digest, n.id as notice
       from report r join alert a on a.report_id = r.id join notice n on n.alert_id = a.id
       where n.member_id = $1 and encode(r.digest, 'hex') = any($2)`,
      [memberId, digests.filter((digest) => !found.has(digest))],
    );
    for (const { digest, notice } of rows) {
      const call = world.receiver.received(notice);
      if (call) found.set(digest, call.at);
    }
    await pause(100);
  }
  return found;
}
