/** Everything that touches a machine: database, queue, log. Features get it as arguments. */
export { type BudgetLimits, Budgets, type Taken } from './budgets.js';
export { createDatabase, Prisma, PrismaClient, PrismaService } from './database.js';
export { isDatabaseAway } from './database-away.js';
export { EventHub } from './event-hub.js';
export { EventNotifier } from './event-notifier.js';
export { EVENT_CHANNEL, type LiveEvents, topicOfJob } from './events.js';
export { checkHealth, type Health, type HealthCheck } from './health.js';
export { announceReady, endWithParent } from './lifetime.js';
export { Listener } from './listener.js';
export { jsonRows } from './json-rows.js';
export { createLogger, type LogFields, type Logger, type LoggerOptions, type LogLevel } from './logger.js';
export { migrateDatabase, type MigrateOptions, type MigrateResult } from './migrate.js';
export {
  OUTBOX_KINDS,
  type OutboxInput,
  type OutboxKind,
  OutboxNotifier,
  type OutboxRow,
  outboxRow,
} from './outbox.js';
export { type Heir, OutboxRelay, type RelayOptions } from './outbox-relay.js';
export { type DatabaseOptions } from './pool-options.js';
export { type QueuesConfig, type QueueTask } from './queue-port.js';
export {
  createQueues,
  type JobQueue,
  type JobWorker,
  type QueueHandler,
  type QueueJob,
  type Queues,
} from './queue.js';
export { newLife } from './worker-life.js';
export { Rounds } from './rounds.js';
export { giveSign, type OwnSign, signsOfLife, type SeenSign } from './signs-of-life.js';
export { type Statement, StatementPool } from './statement-pool.js';
