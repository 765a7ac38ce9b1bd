/** Everything that touches a machine: database, queue, log. Features get it as arguments. */
export { createDatabase, type DatabaseOptions, Prisma, PrismaClient, PrismaService } from './database.js';
export { failureCode } from './failure-code.js';
export { checkHealth, type Health, type HealthCheck } from './health.js';
export { createLogger, type LogFields, type Logger, type LoggerOptions, type LogLevel } from './logger.js';
export { checkDrift, migrateDatabase, type MigrateOptions, type MigrateResult } from './migrate.js';
export {
  OUTBOX_KINDS,
  type OutboxInput,
  type OutboxKind,
  OutboxNotifier,
  type OutboxRow,
  outboxRow,
} from './outbox.js';
export { OutboxRelay, type RelayOptions } from './outbox-relay.js';
export {
  createQueues,
  type JobQueue,
  type JobWorker,
  type QueueHandler,
  type QueueJob,
  type Queues,
  type QueuesConfig,
  type QueueTask,
} from './queue.js';
