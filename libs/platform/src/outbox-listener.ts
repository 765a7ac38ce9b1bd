/** One connection that listens for pokes and comes back by itself, at growing intervals, whenever it is lost. */
import pg from 'pg';
import type { Logger } from './logger.js';
import { OUTBOX_CHANNEL } from './outbox.js';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;

export class OutboxListener {
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly onPoke: () => void,
    private readonly log?: Logger,
  ) {}

  start(): void {
    if (!this.client && !this.retry) void this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    const client = this.client;
    this.client = undefined;
    if (client) await client.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    this.retry = undefined;
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'amparo-relay',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', this.onPoke);
    client.on('error', (error) => {
      this.lost(client, error);
    });
    client.on('end', () => {
      this.lost(client, null);
    });
    try {
      await client.connect();
      await client.query(`listen ${OUTBOX_CHANNEL}`);
      this.failures = 0;
      // What was said while nobody listened.
      this.onPoke();
    } catch (error) {
      this.lost(client, error);
    }
  }

  /** Called once or more for one connection: only the first counts. */
  private lost(client: pg.Client, error: unknown): void {
    if (this.client !== client) return;
    this.client = undefined;
    void client.end().catch(() => undefined);
    if (this.stopped) return;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.failures, LONGEST_WAIT_MS);
    this.failures = Math.min(this.failures + 1, 10);
    this.log?.warn('outbox listener', { error: error ?? undefined, attempt: this.failures });
    this.retry = setTimeout(() => void this.connect(), wait);
  }
}
