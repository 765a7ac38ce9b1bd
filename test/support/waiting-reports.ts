/** Reports on people's devices while the service is not there: kept until the signed receipt is verified, and not a moment less. */
import { setTimeout as pause } from 'node:timers/promises';
import { createOutbox, memoryStorage, type Outbox } from '#sdk';
import { draft } from './draft.js';
import type { World } from './world.js';

export interface WaitingReport {
  readonly outbox: Outbox;
  readonly digest: Uint8Array;
  /** One try; true when the receipt verified. Otherwise what the person was told. */
  send(): Promise<true | string>;
  isKept(): Promise<boolean>;
}

export async function waitingReports(world: World, count: number): Promise<readonly WaitingReport[]> {
  const { directory } = await world.directory();
  return Promise.all(
    Array.from({ length: count }, async () => {
      const sealed = await world.seal(draft());
      const outbox = createOutbox({
        storage: memoryStorage(),
        transport: world.transport(),
        sleep: (ms) => pause(ms),
        attempts: 1,
      });
      await outbox.keep(sealed.envelope);
      return {
        outbox,
        digest: sealed.digest,
        async send() {
          const sent = await outbox.send(sealed.digest, directory.servers.accept);
          return sent.ok || (sent.code ?? sent.reason);
        },
        isKept: async () => (await outbox.pending()).length === 1,
      };
    }),
  );
}
