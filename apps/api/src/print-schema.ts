/**
 * Writes apps/api/schema.graphql from the code, sorted, so that the same code gives the same file. With `--check` it writes
 * nothing and fails when the committed file is not what the code says, or would break clients of the released schema.
 */
import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { RESOLVERS } from './resolvers.js';
import { acceptedChanges, compareSchemas } from './schema-changes.js';

const HEADER = '# Generated from the code by `npm run schema`; `npm run check:schema` compares.\n\n';

async function schemaText(): Promise<string> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  try {
    const schema = await app.get(GraphQLSchemaFactory).create(RESOLVERS);
    return `${HEADER}${printSchema(lexicographicSortSchema(schema))}\n`;
  } finally {
    await app.close();
  }
}

const path = resolve('apps/api/schema.graphql');

/** Sentences about what is wrong; what is only dangerous is said and changes nothing. */
async function check(text: string): Promise<readonly string[]> {
  const committed = await readFile(path, 'utf8').catch(() => '');
  const released = await readFile(resolve('apps/api/schema.released.graphql'), 'utf8');
  const accepted = JSON.parse(await readFile(resolve('apps/api/schema.accepted.json'), 'utf8')) as unknown;
  const verdict = compareSchemas(released, text, acceptedChanges.parse(accepted));
  for (const change of verdict.dangerous) console.warn(`dangerous for clients in use: ${change}`);
  if (committed === text) return verdict.refused;
  const stale =
    'apps/api/schema.graphql is not what the code says; run `npm run schema` and look at the difference.';
  return [stale, ...verdict.refused];
}

const text = await schemaText();
if (process.argv.includes('--check')) {
  const problems = await check(text);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} else {
  await writeFile(path, text);
}
