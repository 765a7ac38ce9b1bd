/** A process that sends reports: as fast as answers come (closed), or by the clock whatever the answers do (open). */
import { SocketClient } from './socket-client.js';
import { submissions, type Submissions } from './submissions.js';

export interface LoadJob {
  readonly port: number;
  readonly envelopes: readonly string[];
  readonly connections: number;
  readonly ms: number;
  /** Requests per second; null sends the next one as soon as the last is answered. */
  readonly rate: number | null;
}

export interface LoadResult {
  readonly accepted: number;
  readonly failed: number;
  readonly ms: number;
  /** From the moment when a request was due, so that a server that stalls cannot hide it. */
  readonly latencies: readonly number[];
}

/** Both servers say so of every report that they keep. */
const KEPT = /"receipt":"/;

class Tally {
  accepted = 0;
  failed = 0;
  readonly latencies: number[] = [];

  async send(client: SocketClient, request: Buffer, due: number): Promise<void> {
    try {
      const { status, body } = await client.post(request);
      if (status === 200 && KEPT.test(body)) this.accepted += 1;
      else this.failed += 1;
    } catch {
      this.failed += 1;
    }
    this.latencies.push(performance.now() - due);
  }
}

async function closed(job: LoadJob, source: Submissions, tally: Tally): Promise<void> {
  const end = performance.now() + job.ms;
  const loop = async (client: SocketClient): Promise<void> => {
    for (let now = performance.now(); now < end; now = performance.now())
      await tally.send(client, source.next(), now);
    client.close();
  };
  await Promise.all(Array.from({ length: job.connections }, () => loop(new SocketClient(job.port))));
}

async function open(job: LoadJob, rate: number, source: Submissions, tally: Tally): Promise<void> {
  const free = Array.from({ length: job.connections }, () => new SocketClient(job.port));
  const begin = performance.now();
  const count = Math.floor((rate * job.ms) / 1000);
  const pending = new Set<Promise<void>>();
  for (let sent = 0; sent < count;) {
    const due = begin + (sent * 1000) / rate;
    const client = performance.now() >= due ? free.pop() : undefined;
    if (!client) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      continue;
    }
    sent += 1;
    const one = tally.send(client, source.next(), due).finally(() => {
      free.push(client);
      pending.delete(one);
    });
    pending.add(one);
  }
  await Promise.all(pending);
  for (const client of free) client.close();
}

process.on('message', (job: LoadJob) => {
  const tally = new Tally();
  const source = submissions(job.envelopes);
  const begin = performance.now();
  const run = job.rate === null ? closed(job, source, tally) : open(job, job.rate, source, tally);
  void run.then(() => {
    const { accepted, failed, latencies } = tally;
    const result: LoadResult = { accepted, failed, latencies, ms: performance.now() - begin };
    process.send?.(result);
  });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
