/**
 * Prisma's schema engine from npm alone. The native engine is downloaded by an install script from a host that a partner's
 * server may not reach; the WebAssembly build does the same work through the same driver adapter as the client.
 * Node 20 cannot import .wasm as a module without a flag, so the module is instantiated here.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine as Engine } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

type SchemaEngine = Engine;

/** The few WebAssembly names used here: the project compiles without the DOM types that hold them. */
declare const WebAssembly: {
  instantiate(
    code: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ readonly instance: { readonly exports: Record<string, unknown> } }>;
};

interface Bindings {
  readonly SchemaEngine: typeof Engine;
  __wbg_set_wasm(exports: Record<string, unknown>): void;
}

const engine = bindings as unknown as Bindings;
let loading: Promise<void> | undefined;

async function load(): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const wasm = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, {
    './schema_engine_bg.js': { ...bindings, ...quietTimers() },
  });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}

/** The engine never clears the timer of its 10 s lock timeout: a command that is done would stay for as long. */
function quietTimers(): Record<string, unknown> {
  const timers = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout_'));
  const quiet = (fire: () => void, ms: number): NodeJS.Timeout => setTimeout(fire, ms >>> 0).unref();
  return Object.fromEntries(timers.map((name) => [name, quiet]));
}

/**
 * Two gaps in the adapter of Prisma 7.10. It cuts a script at every semicolon, also inside a comment, a string or a function body,
 * and sends the pieces one by one, so that a migration that fails half-way stays half applied: sent whole, PostgreSQL runs it
 * as one transaction. And it cannot read the one-letter type in which PostgreSQL's catalogue describes constraints.
 */
class MigrationAdapter extends PrismaPg {
  constructor(
    url: string,
    private readonly pools: pg.Pool[],
  ) {
    // One connection: the engine's own lock belongs to a session.
    super({ connectionString: url, connectionTimeoutMillis: 10_000, max: 1 });
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    const pool = adapter.underlyingDriver();
    this.pools.push(pool);
    const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult>;
    const letters = new WeakMap<unknown[], readonly number[]>();

    pool.query = (async (config: pg.QueryConfig) => {
      const result = await query(config);
      letters.set(result.rows, positionsOf(result.fields, ONE_LETTER));
      for (const field of result.fields) if (field.dataTypeID === ONE_LETTER) field.dataTypeID = TEXT;
      return result;
    }) as typeof pool.query;

    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (sql) => {
      const result = await queryRaw(sql);
      for (const at of letters.get(result.rows) ?? []) result.columnTypes[at] = ColumnTypeEnum.Character;
      return result;
    };

    adapter.executeScript = async (script) => {
      try {
        await query({ text: script });
      } catch (error) {
        throw asDriverError(error);
      }
    };
    return adapter;
  }
}

/** pg_type: "char" and text. */
const ONE_LETTER = 18;
const TEXT = 25;

function positionsOf(fields: readonly pg.FieldDef[], type: number): readonly number[] {
  return fields.flatMap((field, at) => (field.dataTypeID === type ? [at] : []));
}

function asDriverError(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  return new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? 'XX000',
    severity: error.severity ?? 'ERROR',
    message: error.message,
    detail: undefined,
    column: error.column,
    hint: error.hint,
  });
}

/** `schema` is the text of schema.prisma. The connection is closed when `work` ends. */
export async function withSchemaEngine<T>(
  url: string,
  schema: string | undefined,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await (loading ??= load());
  const pools: pg.Pool[] = [];
  const adapter = new MigrationAdapter(url, pools);
  const datamodels: [string, string][] | undefined =
    schema === undefined ? undefined : [['schema.prisma', schema]];
  try {
    const opened = await engine.SchemaEngine.new(
      { datamodels },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(adapter),
    );
    try {
      return await work(opened);
    } finally {
      opened.free();
    }
  } finally {
    // The engine forgets its connections without closing them: no database could be copied or dropped meanwhile.
    await Promise.all(pools.map((pool) => pool.end()));
  }
}
