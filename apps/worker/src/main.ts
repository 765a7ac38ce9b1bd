/**
 * The worker's process. It refuses to start on a wrong variable or key file, says so in one line each, tells its parent when
 * it is ready, and ends with its parent, on SIGTERM or SIGINT, after finishing what is under way.
 */
import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { cryptoReady, decodeRootPin, FormatError, type RootPin } from '#crypto';
import { ConfigError, isProduction, loadConfig } from '#kernel';
import { announceReady, createLogger, endWithParent, type Logger } from '#platform';
import { fileStorage } from '#sdk/node-storage';
import { workerConfig } from './config.js';

import { MemoryFile, MemoryFileError } from './memory/memory-file.js';
import { Work } from './process/work.js';
import { WorkerModule } from './process/worker.module.js';
import { readChannelSettings } from './secrets/channel-files.js';
import { KeyFileError, readSecrets } from './secrets/key-files.js';

async function main(): Promise<void> {
  const config = loadConfig(workerConfig, process.env);
  const log = createLogger({ name: 'worker', level: config.LOG_LEVEL });
  await cryptoReady();
  const secrets = await readSecrets({
    dispatch: config.AMPARO_DISPATCH_KEY_FILE,
    dispatchSign: config.AMPARO_DISPATCH_SIGN_KEY_FILE,
    webhook: config.AMPARO_WEBHOOK_KEY_FILE,
    index: config.AMPARO_INDEX_KEY_FILE,
  });
  const channelSettings = await readChannelSettings(config);
  const pin = await readPin(config.AMPARO_PIN_FILE);
  if (pin.demo && isProduction(config))
    throw new KeyFileError('AMPARO_PIN_FILE: the pin of a demo, in production');

  const memory = await MemoryFile.load({
    storage: fileStorage(dirname(config.AMPARO_MEMORY_FILE)),
    file: basename(config.AMPARO_MEMORY_FILE),
    deployment: pin.deployment,
    log,
  });

  const parts = { config, secrets, channelSettings, pin, memory, log };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const app = await NestFactory.createApplicationContext(WorkerModule.with(parts), {
    logger: false,
    abortOnError: false,
  });
  const work = app.get(Work);
  const close = async (): Promise<void> => {
    await work.stop();
    await app.close();
  };
  endWithParent(close, log);
  await work.start();
  announceReady({ backend: work.backend });
}

async function readPin(path: string): Promise<RootPin> {
  try {
    return decodeRootPin(await readFile(path));
  } catch (error) {
    if (error instanceof FormatError) throw new KeyFileError('AMPARO_PIN_FILE: the file is not a root pin');
    throw new KeyFileError('AMPARO_PIN_FILE: the file cannot be read');
  }
}

function explain(error: unknown, log: Logger): void {
  if (error instanceof ConfigError) {
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
  } else if (error instanceof KeyFileError || error instanceof MemoryFileError) {
    process.stderr.write(`${error.message}\n`);
  } else {
    log.fatal('the worker did not start', { error });
  }
}

try {
  await main();
} catch (error) {
  explain(error, createLogger({ name: 'worker' }));
  // Connections that were opened before the failure must not keep a process alive that does nothing.
  process.exit(1);
}
