/**
 * Prisma's schema engine from npm alone. The native engine is downloaded by an install script from a host that a partner's
 * server may not reach; the WebAssembly build does the same work through the same driver adapter as the client.
 * Node 20 cannot import .wasm as a module without a flag, so the module is instantiated here.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine as Engine } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

export type SchemaEngine = Engine;

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
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}

/** `schema` is the text of schema.prisma; the caller frees the engine. */
export async function openSchemaEngine(url: string, schema?: string): Promise<SchemaEngine> {
  await (loading ??= load());
  const adapter = bindMigrationAwareSqlAdapterFactory(
    new PrismaPg({ connectionString: url, connectionTimeoutMillis: 10_000 }),
  );
  const datamodels: [string, string][] | undefined =
    schema === undefined ? undefined : [['schema.prisma', schema]];
  return engine.SchemaEngine.new({ datamodels }, () => undefined, adapter);
}
