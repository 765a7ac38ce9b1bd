/** Kills what a plan names, when it says, and starts it again as a supervisor would. Everything is up again at its end. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Kill, KilledProcess, Victim } from './kill-plan.js';
import type { ProcessName } from './life.js';
import type { TestRedis } from './redis.js';
import type { Service } from './service.js';
import { until } from './until.js';
import type { World } from './world.js';

/** Several may be down at once: a kill waits for nobody but the last start of its own victim. */
export async function carryOut(world: World, kills: readonly Kill[], redis?: TestRedis): Promise<void> {
  const starting = new Map<Victim, Promise<void>>();
  for (const { victim, afterMs, downMs } of kills) {
    await pause(afterMs);
    await starting.get(victim);
    const started = await kill(world, victim, downMs, redis);
    starting.set(victim, started.again);
    // Waited for below; until then a failure must not end the run before the others are up.
    started.again.catch(() => undefined);
  }
  await Promise.all(starting.values());
}

async function kill(
  world: World,
  victim: Victim,
  downMs: number,
  redis?: TestRedis,
): Promise<{ readonly again: Promise<void> }> {
  const start = async (again: () => Promise<unknown>): Promise<void> => {
    await pause(downMs);
    await again();
  };
  if (victim === 'database') {
    await world.server.kill();
    return { again: start(() => world.server.start()) };
  }
  if (victim === 'redis') {
    if (!redis) throw new Error('there is no Redis in this world');
    await redis.kill();
    return { again: start(() => redis.start()) };
  }
  const service = serviceOf(world, victim);
  await service.kill();
  return { again: start(() => startAgain(service)) };
}

function serviceOf(world: World, victim: KilledProcess): Service {
  const [name, at] = victim.split('-') as [Exclude<ProcessName, 'web'>, string];
  return { api: world.apis, worker: world.workers, auditor: world.auditors }[name][Number(at)]!;
}

/** As a supervisor does: a process that finds no database gives up, and is started again. */
async function startAgain(service: Service): Promise<void> {
  await until(
    'a process that starts',
    () =>
      service.start().then(
        () => true,
        () => null,
      ),
    120_000,
  );
}
