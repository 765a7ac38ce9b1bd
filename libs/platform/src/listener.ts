/**
 * One connection that listens on one channel and comes back by itself, at growing intervals, whenever it is lost. What was said
 * while nobody listened is not repeated by PostgreSQL: `onGap` says so after every connect, and whoever listens looks for itself.
 */
import pg from 'pg';
import type { Logger } from './logger.js';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;
const BEAT_MS = 15_000;
const ANSWER_MS = 5_000;

export interface ListenerOptions {
  readonly url: string;
  /** A name of ours, never from outside: it becomes part of a statement. */
  readonly channel: string;
  readonly applicationName: string;
  /** What this connection is to hold for as long as it lives. */
  readonly onConnect?: (client: pg.Client) => Promise<void>;
  readonly onMessage: (payload: string) => void;
  readonly onGap: () => void;
  readonly log?: Logger | undefined;
  readonly beatMs?: number;
}

export class Listener {
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private beat: NodeJS.Timeout | undefined;
  private failures = 0;
  private stopped = false;

  constructor(private readonly options: ListenerOptions) {}

  /** Resolves after the first try, whatever came of it. */
  async start(): Promise<void> {
    if (!this.client && !this.retry) await this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    clearInterval(this.beat);
    const client = this.client;
    this.client = undefined;
    if (client) await client.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    this.retry = undefined;
    const client = new pg.Client({
      connectionString: this.options.url,
      application_name: this.options.applicationName,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', ({ payload }) => {
      this.options.onMessage(payload ?? '');
    });
    client.on('error', (error) => {
      this.lost(client, error);
    });
    client.on('end', () => {
      this.lost(client, null);
    });
    try {
      await client.connect();
      await this.options.onConnect?.(client);
      await client.query(`listen ${this.options.channel}`);
      this.failures = 0;
      this.watch(client);
      this.options.onGap();
    } catch (error) {
      this.lost(client, error);
    }
  }

  /** A network that swallows packets ends no connection: without a question now and then, silence would look like peace. */
  private watch(client: pg.Client): void {
    clearInterval(this.beat);
    this.beat = setInterval(() => {
      client.query('select 1').catch((error: unknown) => {
        this.lost(client, error);
      });
    }, this.options.beatMs ?? BEAT_MS);
    this.beat.unref();
  }

  /** Called once or more for one connection: only the first counts. */
  private lost(client: pg.Client, error: unknown): void {
    if (this.client !== client) return;
    this.client = undefined;
    clearInterval(this.beat);
    void client.end().catch(() => undefined);
    if (this.stopped) return;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.failures, LONGEST_WAIT_MS);
    this.failures = Math.min(this.failures + 1, 10);
    this.options.log?.warn('listener', { error: error ?? undefined, attempt: this.failures });
    this.retry = setTimeout(() => void this.connect(), wait);
  }
}
