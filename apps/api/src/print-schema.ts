/**
 * Writes apps/api/schema.graphql from the code, sorted, so that the same code gives the same file. With `--check` it writes
 * nothing and fails when the committed file is not what the code says.
 */
import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { RESOLVERS } from './resolvers.js';

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
const text = await schemaText();
if (process.argv.includes('--check')) {
  const committed = await readFile(path, 'utf8').catch(() => '');
  if (committed !== text) {
    console.error(
      'apps/api/schema.graphql is not what the code says; run `npm run schema` and look at the difference.',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(path, text);
}
