/**
 * The auditor's process: it watches the others from the database alone, and is watched by them. It refuses to start on a wrong
 * variable, says when it is ready, and ends with its parent, on SIGTERM or SIGINT.
 */
import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { cryptoReady } from '#crypto';
import { ConfigError, loadConfig } from '#kernel';
import { announceReady, createLogger, endWithParent } from '#platform';
import { AuditorModule } from './auditor.module.js';
import { Auditing } from './auditing.js';
import { auditorConfig } from './config.js';

async function main(): Promise<void> {
  const config = loadConfig(auditorConfig, process.env);
  const log = createLogger({ name: 'auditor', level: config.LOG_LEVEL });
  await cryptoReady();
  const heartbeatToken = await readToken(config.AMPARO_HEARTBEAT_TOKEN_FILE);
  const parts = { config, heartbeatToken, log };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const app = await NestFactory.createApplicationContext(AuditorModule.with(parts), {
    logger: false,
    abortOnError: false,
  });
  const auditing = app.get(Auditing);
  endWithParent(async () => {
    await auditing.stop();
    await app.close();
  }, log);
  if (config.AMPARO_HEARTBEAT_URL === undefined)
    log.warn('no heartbeat is configured: if this whole machine stops, nobody outside is told');
  auditing.start();
  announceReady({});
}

/** One line, of what a header may hold. */
async function readToken(path: string | undefined): Promise<string | null> {
  if (path === undefined) return null;
  const text = await readFile(path, 'utf8').catch(() => {
    throw new ConfigError(['AMPARO_HEARTBEAT_TOKEN_FILE: the file cannot be read']);
  });
  const token = text.trim();
  if (!/^[\x21-\x7e]{1,512}$/.test(token))
    throw new ConfigError(['AMPARO_HEARTBEAT_TOKEN_FILE: the file does not hold one line without spaces']);
  return token;
}

try {
  await main();
} catch (error) {
  if (error instanceof ConfigError)
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
  else createLogger({ name: 'auditor' }).fatal('the auditor did not start', { error });
  process.exit(1);
}
