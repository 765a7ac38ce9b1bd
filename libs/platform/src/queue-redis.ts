/**
 * The queue in Redis: one server (`redis:`, `rediss:`), Sentinel (`redis+sentinel://host:port,host:port/name`) or Cluster
 * (`redis+cluster://host:port,host:port`). Redis may lose everything: the outbox brings it back.
 */
import { Queue, Worker } from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import type { AnyQueue, AnyWorker, Backend } from './queue-port.js';

/** In braces, so that a cluster keeps all keys of a queue on one node. */
const PREFIX = '{amparo}';

type Target =
  | { readonly form: 'single'; readonly url: string }
  | {
      readonly form: 'sentinel';
      readonly nodes: readonly Node[];
      readonly master: string;
      readonly password?: string;
    }
  | { readonly form: 'cluster'; readonly nodes: readonly Node[]; readonly password?: string };

interface Node {
  readonly host: string;
  readonly port: number;
}

export function parseRedisUrl(url: string): Target {
  if (/^rediss?:\/\//.test(url)) return { form: 'single', url };
  const match = /^redis\+(sentinel|cluster):\/\/(?::([^@]*)@)?([^/?#]+)(?:\/([A-Za-z0-9._-]+))?$/.exec(url);
  const [, form, password, hosts = '', master] = match ?? [];
  const nodes = hosts.split(',').map((host) => /^(\[[0-9a-f:]+\]|[^:]+):([0-9]+)$/.exec(host));
  if (!form || nodes.some((node) => node === null)) throw new Error('REDIS_URL has none of the known forms');
  const known = nodes.map((node) => ({
    host: (node?.[1] ?? '').replace(/^\[|\]$/g, ''),
    port: Number(node?.[2]),
  }));
  const secret = password === undefined ? {} : { password: decoded(password) };
  if (form === 'cluster') return { form, nodes: known, ...secret };
  if (master === undefined) throw new Error('REDIS_URL for Sentinel ends with the name of the master');
  return { form: 'sentinel', nodes: known, master, ...secret };
}

/** What the engine says of a lone % would not tell the operator which variable is wrong. */
function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    throw new Error('REDIS_URL has a password in which a % stands for nothing');
  }
}

/** For adding jobs: fails soon when Redis is away, the outbox tries again. For taking them: waits as long as it lasts. */
function connect(target: Target, use: 'add' | 'take'): Redis | Cluster {
  const common = {
    maxRetriesPerRequest: use === 'add' ? 2 : null,
    connectTimeout: 5_000,
    retryStrategy: (times: number): number => Math.min(100 * 2 ** Math.min(times, 6), 5_000),
  };
  switch (target.form) {
    case 'single':
      return new Redis(target.url, common);
    case 'sentinel': {
      const auth = target.password === undefined ? {} : { password: target.password };
      return new Redis({ ...common, ...auth, sentinels: [...target.nodes], name: target.master });
    }
    case 'cluster': {
      const auth = target.password === undefined ? {} : { password: target.password };
      return new Cluster([...target.nodes], { redisOptions: { ...common, ...auth } });
    }
  }
}

export function redisBackend(url: string): Backend {
  const target = parseRedisUrl(url);
  const adding = connect(target, 'add');
  const taking = connect(target, 'take');
  // Reported by the queues and workers that use them; without a listener an unreachable Redis would end the process.
  for (const connection of [adding, taking]) connection.on('error', () => undefined);
  return {
    name: 'redis',
    newQueue: (name): AnyQueue =>
      new Queue(name, { connection: adding, prefix: PREFIX, streams: { events: { maxLen: 100 } } }),
    newWorker: (name, run, options): AnyWorker =>
      new Worker(name, run, { ...options, connection: taking, prefix: PREFIX }),
    close: async () => {
      for (const connection of [adding, taking]) {
        if (connection.status === 'ready') await connection.quit();
        else connection.disconnect();
      }
    },
  };
}
