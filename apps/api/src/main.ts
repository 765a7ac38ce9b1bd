/**
 * The api process: sealed reports in, sealed reports out (README.md, "Processes"). It holds one secret, the accept key, and can
 * reach no code that opens anything. It says `{"ready":true,"port":…}` once it listens, and ends on SIGTERM, SIGINT, or when
 * whoever started it is gone.
 */
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { cryptoReady } from '#crypto';
import { FileKeeping } from '#files';
import { HealthService } from '#health';
import { PERMISSIONS, PublicationService, SessionService } from '#people';
import { ConfigError, isProduction, loadConfig, systemClock } from '#kernel';
import {
  Budgets,
  createLogger,
  EVENT_CHANNEL,
  EventHub,
  EventNotifier,
  Listener,
  newLife,
  OutboxNotifier,
  PrismaService,
  Rounds,
  StatementPool,
  type Logger,
} from '#platform';
import { ReportsService } from '#reports';
import { answerSubmissions } from './accepting/submit-shortcut.js';
import { AppModule } from './app.module.js';
import { apiConfig, budgetsOf, type ApiConfig } from './config.js';
import { openFiles } from './file-keeping.js';
import { createHttpAdapter } from './http.js';
import { LiveServer } from './live/live-server.js';
import { readAcceptKey, readPin } from './key-files.js';
import { nestLogger } from './nest-logger.js';

const POOL_SIZE = 10;
/** Rows of budgets that are minutes old say how busy somebody was. */
const TIDY_MS = 60_000;
const TIDY_FILES_MS = 10 * 60_000;
/** Longer than any request may take, shorter than a supervisor waits before it kills. */
const SHUTDOWN_MS = 10_000;

interface RunningApi {
  readonly port: number;
  close(): Promise<void>;
}

async function start(config: ApiConfig, logger: Logger): Promise<RunningApi> {
  const pin = await readPin('AMPARO_PIN_FILE', config.AMPARO_PIN_FILE);
  const production = isProduction(config);
  if (pin.demo && production) {
    throw new ConfigError([
      'AMPARO_PIN_FILE: is the pin of a demo, which people must not rely on (mode production)',
    ]);
  }
  const secrets = await readAcceptKey('AMPARO_ACCEPT_KEY_FILE', config.AMPARO_ACCEPT_KEY_FILE);
  const database = new PrismaService(config.DATABASE_URL, {
    applicationName: 'amparo-api',
    poolSize: POOL_SIZE,
  });
  const accepting = new StatementPool(config.DATABASE_URL, { applicationName: 'amparo-accept' });
  const outbox = new OutboxNotifier(database);
  const events = new EventNotifier(database);
  const limits = { perMinute: budgetsOf(config), secret: secrets.budgetSecret };
  const budgets = new Budgets(database, limits, systemClock);
  const tidying = setInterval(() => void budgets.forget().catch(() => undefined), TIDY_MS);
  const files = await openFiles(config);
  const tidyingFiles = setInterval(
    () => void files?.tidy(systemClock()).catch(() => undefined),
    TIDY_FILES_MS,
  );
  const hub = new EventHub();
  const lookEveryMs = config.AMPARO_AUDIT_EVERY;
  const health = new HealthService(database, systemClock, { life: newLife(), lookEveryMs });
  const watching = new Rounds(
    lookEveryMs,
    () => health.look(),
    (error) => {
      logger.error('the look around failed', { event: 'health', error });
    },
  );
  const listener = new Listener({
    url: config.DATABASE_URL,
    channel: EVENT_CHANNEL,
    applicationName: 'amparo-api',
    onMessage: (payload) => {
      hub.hear(payload);
    },
    onGap: () => {
      hub.lookAgain();
    },
    log: logger,
  });
  const development = config.AMPARO_MODE === 'development';
  const reportInternal = (error: unknown): void => {
    logger.error('a request failed through our fault', { event: 'internal', error });
  };
  const module = AppModule.with({
    pin,
    origin: config.AMPARO_ORIGIN,
    production,
    development,
    secrets,
    database,
    accepting,
    outbox,
    events,
    budgets,
    hub,
    health,
    files: new FileKeeping(files),
    reportInternal,
  });
  const adapter = createHttpAdapter({ development });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: nestLogger(logger),
  });
  answerSubmissions(adapter, {
    openTo: PERMISSIONS['report:submit'],
    reports: app.get(ReportsService),
    reportInternal,
  });
  await app.init();
  const live = new LiveServer({
    schema: app.get(GraphQLSchemaHost).schema,
    sessions: app.get(SessionService),
    publications: app.get(PublicationService),
    hub,
    development,
    reportInternal,
  });
  live.attach(app.getHttpServer());
  await listener.start();
  watching.start();
  await app.listen(config.PORT, config.HOST);
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    port,
    async close() {
      clearInterval(tidying);
      clearInterval(tidyingFiles);
      await Promise.all([live.close(), listener.stop(), watching.stop()]);
      hub.close();
      await Promise.all([outbox.close(), events.close()]);
      await app.close();
    },
  };
}

function endWith(api: RunningApi, logger: Logger): () => void {
  let ending = false;
  return () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    api.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error('the shutdown failed', { event: 'shutdown', error });
        process.exit(1);
      },
    );
  };
}

try {
  await cryptoReady();
  const config = loadConfig(apiConfig, process.env);
  const logger = createLogger({ name: 'amparo-api', level: config.LOG_LEVEL });
  const api = await start(config, logger);
  const end = endWith(api, logger);
  // Whoever started us is gone: nobody would stop us any more.
  process.on('SIGTERM', end).on('SIGINT', end).on('disconnect', end);
  const ready = { ready: true, port: api.port };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  process.send?.(ready);
} catch (error) {
  // The message of a configuration error is ours; any other could quote a connection string.
  const lines =
    error instanceof ConfigError ? error.problems : [`the api could not start (${nameOf(error)})`];
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
}

function nameOf(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : 'unknown error';
}
