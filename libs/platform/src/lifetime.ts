/** When the process begins to count as working, and when and how it ends. */
import type { Logger } from './logger.js';

/** One JSON line on standard output, and the same to a parent that listens. */
export function announceReady(fields: Readonly<Record<string, string | number>>): void {
  const message = { ready: true, pid: process.pid, ...fields };
  process.stdout.write(`${JSON.stringify(message)}\n`);
  process.send?.(message);
}

/** A POST may take fifteen seconds; nothing else does. */
const GRACE_MS = 20_000;

/** On the usual signals, and when the parent is gone: a worker without a parent would outlive the `npm start` that made it. */
export function endWithParent(close: () => Promise<void>, log: Logger): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => {
      log.error('did not end in time');
      process.exit(1);
    }, GRACE_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('ended badly', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end).on('SIGINT', end).on('disconnect', end);
}
