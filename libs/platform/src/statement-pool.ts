/**
 * A few connections of their own for one kind of statement, by node-postgres alone. Two reasons: whoever waits for a slow page
 * of the queue must not keep a report from being accepted, and bytes go as they are (Prisma would spell every envelope in
 * base64 inside JSON, and read it back, before the driver gets it).
 */
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { type DatabaseOptions, poolOptions } from './pool-options.js';

export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** As Prisma gives them: a part of a Buffer shares its memory, and whoever wipes or keeps the part would not expect it. */
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.slice(2), 'hex'));

/**
 * These statements find their rows by keys, so their plan does not depend on the values; left to itself, the server plans some of
 * them anew for every row, which costs it more than running them.
 */
const PLANNED_ONCE = '-c plan_cache_mode=force_generic_plan';

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.BYTEA, bytes);

@Injectable()
export class StatementPool implements OnApplicationShutdown {
  readonly #pool: pg.Pool;

  constructor(url: string, { applicationName, poolSize = 2 }: DatabaseOptions) {
    const options = poolOptions(url, { applicationName, poolSize });
    this.#pool = new pg.Pool({ ...options, options: PLANNED_ONCE, types });
    // A connection that dies while idle is replaced by the next statement; without a listener it would end the process.
    this.#pool.on('error', () => undefined);
  }

  /** Read and planned once for each connection, under its name: that costs more than running it for one row. */
  async rows<Row extends object>({ name, text }: Statement, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await this.#pool.query<Row>({ name, text, values: [...values] });
    return rows;
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  /** After the last request was answered, not before: it may be a report. */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}
