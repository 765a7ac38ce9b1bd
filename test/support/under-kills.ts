/**
 * Load, kills, and the count at the end. What was accepted is what clients hold verified receipts for; what was told is what
 * an ally's receiver heard, tied to reports by what the ally opens. Our own tables are not asked.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { decodeEnvelope, toHex } from '#crypto';
import { openNotice } from '#crypto/open';
import { createOutbox, memoryStorage } from '#sdk';
import { carryOut } from './carry-out-kills.js';
import { draft } from './draft.js';
import type { Kill } from './kill-plan.js';
import type { TestRedis } from './redis.js';
import { until } from './until.js';
import type { Colleague, World } from './world.js';

/** Reports by the one thing that client and ally both see of each: T0 of its envelope (PROTOCOL.md §4). */
export interface Tally {
  readonly accepted: readonly string[];
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Calls at the door, repeated ones included. */
  readonly rings: number;
}

const CLIENTS = 4;
const BETWEEN_REPORTS_MS = 1_000;
const RECEIPT_MS = 120_000;
const TOLD_MS = 120_000;
/** Longer than the longest wait of a row that was handed over several times to what was killed then. */
const SETTLED_MS = 150_000;

export async function countUnderKills(
  world: World,
  ally: Colleague,
  kills: readonly Kill[],
  redis?: TestRedis,
): Promise<Tally> {
  let over = false;
  const clients = Array.from({ length: CLIENTS }, () => submitUntil(world, () => over));
  // Their failure is reported below, after everything that was killed is up again.
  const submitted = Promise.allSettled(clients);
  try {
    await carryOut(world, kills, redis);
  } finally {
    over = true;
  }
  const accepted = (await submitted).flatMap((client) => {
    if (client.status === 'rejected') throw client.reason;
    return client.value;
  });
  await until(
    'a ring for every accepted report',
    () => world.receiver.all().length >= accepted.length || null,
    TOLD_MS,
  ).catch(() => undefined);
  await world.settled(SETTLED_MS);
  return tally(world, ally, accepted);
}

/** One device: seals, keeps, and sends until the receipt is verified; then the next report. */
async function submitUntil(world: World, isOver: () => boolean): Promise<readonly string[]> {
  const { directory } = await world.directory();
  const channel = { deployment: directory.deployment, id: directory.channels[1]!.id, signSecretKey: null };
  const outbox = createOutbox({
    storage: memoryStorage(),
    transport: world.transport(),
    sleep: (ms) => pause(ms),
    channel,
  });
  const accepted: string[] = [];
  while (!isOver()) {
    const { envelope, digest } = await world.sealWith(draft(), directory);
    await outbox.keep(envelope);
    await until(
      'a verified receipt',
      async () => {
        const sent = await outbox.send(digest, directory.servers.accept);
        if (!sent.ok && sent.reason !== 'unreachable')
          throw new Error(`not accepted: ${sent.reason} ${sent.code ?? ''}`);
        return sent.ok || null;
      },
      RECEIPT_MS,
    );
    accepted.push(T0Of(envelope));
    await pause(BETWEEN_REPORTS_MS);
  }
  return accepted;
}

function T0Of(envelope: Uint8Array): string {
  const decoded = decodeEnvelope(envelope);
  if (!decoded.ok) throw new Error('what was sealed is no envelope');
  return toHex(decoded.envelope.T0);
}

async function tally(world: World, ally: Colleague, accepted: readonly string[]): Promise<Tally> {
  const reports = await reportsOfNotices(world, ally);
  const heard = new Map<string, Set<string>>();
  for (const { id, body } of world.receiver.all()) {
    const { data } = JSON.parse(body) as { data: { notice: string } };
    // A ring for a notice that the ally cannot open is not a ring about any report.
    const report = reports.get(data.notice) ?? `unknown ${data.notice}`;
    heard.set(report, (heard.get(report) ?? new Set()).add(id));
  }
  return {
    accepted,
    lost: accepted.filter((report) => !heard.has(report)),
    doubled: [...heard].filter(([, ids]) => ids.size > 1).map(([report]) => report),
    rings: world.receiver.all().length,
  };
}

/** Opened by the ally: which report each of her notices is about. */
async function reportsOfNotices(world: World, ally: Colleague): Promise<ReadonlyMap<string, string>> {
  const { directory } = await world.directory();
  const found = new Map<string, string>();
  let after: string | null = null;
  do {
    const listed = await ally.inbox.list({ first: 100, ...(after === null ? {} : { after }) });
    if (!listed.ok) throw new Error('the inbox did not answer');
    for (const { id, sealed } of listed.notices) {
      const opened = openNotice(
        ally.session.member.keys.seal.secretKey,
        sealed,
        directory.servers.dispatchSign,
      );
      if (opened.ok) found.set(id, toHex(opened.notice.t0));
    }
    after = listed.next;
  } while (after !== null);
  return found;
}
