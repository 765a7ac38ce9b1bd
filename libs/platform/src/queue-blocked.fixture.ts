/**
 * A worker process that lives and does nothing: in the middle of its first job its event loop stands still, so that it renews no
 * lock and says nothing, and then goes on as if no time had passed. Told by its environment where to work.
 */
import { createDatabase } from './database.js';
import { createQueues } from './queue.js';

const { DATABASE_URL: databaseUrl = '', REDIS_URL: redisUrl, LOCK_MS, BLOCKED_MS } = process.env;
const db = createDatabase(databaseUrl, { applicationName: 'test-worker', poolSize: 2 });
const queues = createQueues({ databaseUrl, redisUrl, lockMs: Number(LOCK_MS) });
let isFirst = true;

const worker = queues.worker(
  'deliver',
  async ({ outbox: id }) => {
    if (isFirst) {
      isFirst = false;
      process.send?.({ begun: id });
      // Not at once: the message must have left.
      await new Promise((resolve) => setTimeout(resolve, 50));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(BLOCKED_MS));
    }
    const { count } = await db.outbox.updateMany({
      where: { id, doneAt: null },
      data: { doneAt: new Date() },
    });
    process.send?.({ ended: id, effects: count });
  },
  { concurrency: 1 },
);

await worker.ready();
process.send?.({ ready: true });
// Whoever started it is gone.
process.once('disconnect', () => process.exit(0));
