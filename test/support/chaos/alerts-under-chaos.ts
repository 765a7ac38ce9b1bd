/**
 * Alerts under everything at once: reports of every kind, people who answer or do not, doors that fail, kills of every process
 * and of what they stand on, clocks that jump. Then everything is repaired, and the run is judged by what people saw.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeEnvelope, toHex, type Directory } from '#crypto';
import { createOutbox, memoryStorage } from '#sdk';
import { createChannelSettings } from '#sdk/member';
import { judgeUrgency } from '#vocabulary';
import { MailRelay } from '../../../apps/worker/test/mail-relay.js';
import { carryOut } from '../carry-out-kills.js';
import { Clocks } from '../clocks.js';
import { draft } from '../draft.js';
import { startHeartbeatServer, type HeartbeatServer } from '../heartbeats.js';
import { inTime } from '../in-time.js';
import type { TestRedis } from '../redis.js';
import { until, World } from '../world.js';
import { untilWell, waitingAtDesk } from './aftermath.js';
import {
  DOORS,
  RELAY,
  type ChaosPlan,
  type Mood,
  type PlannedReport,
  type ReportKind,
} from './chaos-plan.js';
import { openDoors, type Doors } from './doors.js';
import { Responders } from './responders.js';
import { shortenLadders } from './short-ladders.js';
import { MAILED, type Reported, type Witnessed, wrongIn } from './verdict.js';

export interface Outcome {
  readonly wrong: readonly string[];
  readonly witnessed: Witnessed;
}

/** When the door of one ally fails, she is sent a mail. */
const MAIL_ADDRESS = `${MAILED}@legal.example`;

const RECEIPT_MS = 120_000;
/** The longest ladder here takes ten seconds; a row handed over several times to what was killed then waits the longest. */
const ENDED_MS = 150_000;
const STOPPED_MS = 120_000;
/** A process that starts on a machine that does much else. */
const AGAIN_MS = 20_000;

const DRAFTS: Readonly<Record<ReportKind, Parameters<typeof draft>[0]>> = {
  critical: {},
  called: {},
  high: { routing: { acts: ['HAR_INTIMIDATION'], imminence: '72h' } },
  low: { routing: { acts: ['HAR_INTIMIDATION'], imminence: 'past' } },
  unsorted: { mode: 'humans-only' },
};

export async function alertsUnderChaos(plan: ChaosPlan, redis?: TestRedis): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), 'amparo-chaos-'));
  const clocks = new Clocks(dir);
  const keys: Uint8Array[] = [];
  const [outside, doors, relay] = await Promise.all([
    startHeartbeatServer(),
    openDoors(keys),
    MailRelay.listen(),
  ]);
  try {
    return await inWorld(plan, { dir, clocks, outside, doors, keys, relay, redis });
  } finally {
    await Promise.all([outside.close(), doors.close(), relay.close()]);
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Everything that the plan waits for, one after the other, and what the last of it may take. */
const longestOf = ({ kills, jumps, moods, reports }: ChaosPlan): number =>
  [...kills, ...jumps, ...moods, ...reports].reduce((sum, { afterMs }) => sum + afterMs, 0) +
  kills.length * AGAIN_MS +
  RECEIPT_MS;

interface Surroundings {
  readonly dir: string;
  readonly clocks: Clocks;
  readonly outside: HeartbeatServer;
  readonly doors: Doors;
  /** Of the webhooks of this deployment, as soon as there is one. */
  readonly keys: Uint8Array[];
  readonly relay: MailRelay;
  readonly redis: TestRedis | undefined;
}

async function inWorld(plan: ChaosPlan, around: Surroundings): Promise<Outcome> {
  const { redis } = around;
  const world = await World.begin({
    apis: 2,
    workers: 2,
    auditors: 1,
    ownServer: true,
    clocks: around.clocks,
    ...(redis ? { redisUrl: redis.url } : {}),
    ...environments(around),
  });
  try {
    const run = await Run.prepare(world, around);
    try {
      await inTime('the end of the chaos', longestOf(plan), run.chaos(plan, around.clocks, redis));
      const witnessed = await run.ended();
      const stuck = await untilWell(world, run.people, around.outside);
      return { witnessed, wrong: [...wrongIn(witnessed), ...stuck] };
    } finally {
      await run.stop();
    }
  } finally {
    await inTime('the end of the world', STOPPED_MS, world.end());
  }
}

function environments({ dir, doors, relay, outside }: Surroundings) {
  const every = { AMPARO_AUDIT_EVERY: '1' };
  const relayAddress = `127.0.0.1:${String(relay.port)}`;
  const relayFile = join(dir, 'relay');
  writeFileSync(relayFile, `smtp://${relayAddress}`);
  return {
    apiEnv: every,
    workerEnv: {
      ...every,
      AMPARO_WEBHOOK_ALLOW: `${doors.address},${relayAddress}`,
      AMPARO_SMTP_URL_FILE: relayFile,
      AMPARO_MAIL_FROM: 'amparo@red.example',
    },
    auditorEnv: {
      ...every,
      AMPARO_HEARTBEAT_URL: outside.url,
      AMPARO_HEARTBEAT_ALLOW: outside.address,
    },
  };
}

class Run {
  readonly #reports: Reported[] = [];

  private constructor(
    private readonly world: World,
    private readonly doors: Doors,
    private readonly relay: MailRelay,
    readonly people: Responders,
    private readonly steps: ReadonlyMap<string, number>,
    /** As every device has it that has ever been online. */
    private readonly directory: Directory,
  ) {}

  static async prepare(world: World, { doors, keys, relay }: Surroundings): Promise<Run> {
    const steps = await shortenLadders(world);
    const verified = await world.directory();
    const { directory } = verified;
    keys.push(...directory.servers.webhook);
    const people = await Responders.signIn(world, DOORS);
    for (const door of DOORS) {
      const webhook = { kind: 'webhook', url: doors.urlOf(door), secret: null } as const;
      const email = { kind: 'email', address: MAIL_ADDRESS, openpgp: null } as const;
      const set = await createChannelSettings(people.colleague(door).session, verified).set({
        language: 'es',
        channels: door === MAILED ? [webhook, email] : [webhook],
      });
      if (!set.ok) throw new Error(`${door} has no door: ${set.reason}`);
    }
    return new Run(world, doors, relay, people, steps, directory);
  }

  /** All of it side by side; at the end everything runs again, every clock is right, and every door takes what comes. */
  async chaos({ kills, jumps, moods, reports }: ChaosPlan, clocks: Clocks, redis?: TestRedis): Promise<void> {
    this.people.begin();
    const all = await Promise.allSettled([
      carryOut(this.world, kills, redis),
      inTurn(jumps, async ({ process, aheadMs, lastsMs }) => {
        clocks.set(process, aheadMs);
        await pause(lastsMs);
        clocks.set(process, 0);
      }),
      inTurn(moods, async ({ door, mood, lastsMs }) => {
        this.#be(door, mood);
        await pause(mood === 'gone' ? 0 : lastsMs);
        if (mood !== 'gone') this.#be(door, 'takes');
      }),
      inTurn(reports, (planned) => this.#report(planned)),
    ]);
    for (const one of all) if (one.status === 'rejected') throw one.reason;
  }

  #be(door: string, mood: Mood): void {
    if (door !== RELAY) {
      this.doors.be(door, mood);
      return;
    }
    this.relay.silent = mood === 'stalls';
    this.relay.refusal =
      mood === 'takes' || mood === 'stalls' ? null : { code: 451, text: '4.3.0 try again later' };
  }

  /** One device: seals, keeps, and sends until the receipt is verified. */
  async #report(planned: PlannedReport): Promise<void> {
    const what = draft(DRAFTS[planned.kind]);
    const { directory } = this;
    const { envelope, digest } = await this.world.sealWith(what, directory);
    const decoded = decodeEnvelope(envelope);
    if (!decoded.ok) throw new Error('what was sealed is no envelope');
    const t0 = toHex(decoded.envelope.T0);
    this.people.expect(t0, planned);
    const outbox = createOutbox({
      storage: memoryStorage(),
      transport: this.world.transport(),
      sleep: (ms) => pause(ms),
      channel: { deployment: directory.deployment, id: directory.channels[1]!.id, signSecretKey: null },
    });
    await outbox.keep(envelope);
    const send = async () => {
      const sent = await outbox.send(digest, directory.servers.accept);
      if (!sent.ok && sent.reason !== 'unreachable')
        throw new Error(`not accepted: ${sent.reason} ${sent.code ?? ''}`);
      return sent.ok || null;
    };
    await until('a verified receipt', send, RECEIPT_MS);
    const name = planOf(planned.kind, judgeUrgency(what.routing).urgency);
    this.#reports.push({ t0, planned, steps: this.steps.get(name)! });
  }

  stop(): Promise<void> {
    return inTime('the end of what people were doing', STOPPED_MS, this.people.end());
  }

  /** Until no inbox shows an alert that still climbs, and then what everybody saw. */
  async ended(): Promise<Witnessed> {
    const hasEnded = async () => {
      const told = await this.people.told().catch(() => null);
      const known = new Set(told?.map(({ t0 }) => t0));
      const isClimbing = told?.some(({ alertState }) => alertState === 'escalating') ?? true;
      return (!isClimbing && this.#reports.every(({ t0 }) => known.has(t0))) || null;
    };
    // What did not end is judged below, by name.
    await until('the end of every ladder', hasEnded, ENDED_MS).catch(() => undefined);
    // What is still to be rung is judged as well; what is never done is found in the outbox, later.
    await this.world.settled(ENDED_MS).catch(() => undefined);
    await this.stop();
    return {
      reports: this.#reports,
      told: await this.people.told(),
      rings: this.doors.rings,
      mails: this.relay.accepted.map(({ raw }) => messageIdOf(raw)),
      acceptances: this.people.acceptances,
      asked: await this.people.asked(),
      shown: await waitingAtDesk(this.people.colleague('rosa').desk),
    };
  }
}

const messageIdOf = (raw: string): string => /^Message-ID: (.*)\r$/m.exec(raw)?.[1] ?? 'a mail without an id';

const planOf = (kind: ReportKind, urgency: string): string =>
  kind === 'unsorted' ? 'unsorted' : urgency === 'U1' ? 'critical' : urgency === 'U2' ? 'high' : 'low';

/** Each begins so long after the one before it began, and none waits for another to end. */
async function inTurn<T extends { readonly afterMs: number }>(
  all: readonly T[],
  act: (one: T) => Promise<void>,
): Promise<void> {
  const begun: Promise<void>[] = [];
  for (const one of all) {
    await pause(one.afterMs);
    const acting = act(one);
    // Waited for below; until then a failure must not leave the others half done.
    acting.catch(() => undefined);
    begun.push(acting);
  }
  await Promise.all(begun);
}
