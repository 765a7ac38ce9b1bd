/** What the worker is made of. No controller and no port: it reads the database, does its work, and calls endpoints. */
import { randomInt } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import type { RootPin } from '#crypto';
import { isProduction, systemClock } from '#kernel';
import { systemResolve } from '#outgoing';
import {
  createQueues,
  EventNotifier,
  type Logger,
  newLife,
  OutboxRelay,
  PrismaService,
  type Queues,
  Rounds,
  StatementPool,
} from '#platform';
import type { WorkerConfig } from '../config.js';
import type { ChannelSettings } from '../channels/make-channels.js';
import { ConsentService, LOOK_FOR_LABELS_EVERY_MS } from '../consent/consent.service.js';
import { ConsentStore } from '../consent/consent.store.js';
import { DutyKeeper } from '../duty/duty-keeper.js';
import { SqlDutyStore } from '../duty/duty.store.js';
import { EscalationService } from '../escalation/escalation.service.js';
import { EscalationStore } from '../escalation/escalation.store.js';
import type { MemoryFile } from '../memory/memory-file.js';
import { PromiseService } from '../promise/promise.service.js';
import { PromiseStore } from '../promise/promise.store.js';
import { SqlPublicationStore } from '../publication/publication.store.js';
import { PublicationKeeper } from '../publication/publication-keeper.js';
import { verifyPublication } from '../publication/verify-publication.js';
import { PrismaRaiseStore } from '../raise/prisma-raise.store.js';
import { RaiseService } from '../raise/raise.service.js';
import type { WorkerSecrets } from '../secrets/key-files.js';
import { Tidy, TIDY_EVERY_MS } from '../tidy/tidy.js';
import { TriageStore } from '../triage/triage.store.js';
import { CompareService } from '../triage/compare.service.js';
import { CompareStore } from '../triage/compare.store.js';
import { TriageService } from '../triage/triage.service.js';
import { WorkerWatch } from '../watch/worker-watch.js';
import { Ringing } from './ringing.js';
import { Work } from './work.js';

export interface WorkerParts {
  readonly config: WorkerConfig;
  readonly secrets: WorkerSecrets;
  readonly channelSettings: ChannelSettings;
  readonly pin: RootPin;
  readonly memory: MemoryFile;
  readonly log: Logger;
}

const QUEUES = Symbol('queues');
const WATCHING = Symbol('watching');
const TIDYING = Symbol('tidying');
const OBEYING = Symbol('obeying');
/** What every report goes through has connections of its own; relay, rare tasks and the health of it all share the others. */
const POOL_SIZE = 4;
const STATEMENTS = 12;

/** Spreads retries: nobody can guess when the next one comes. */
const randomFraction = (): number => randomInt(2 ** 32) / 2 ** 32;

@Module({})
export class WorkerModule {
  static with({ config, secrets, channelSettings, pin, memory, log }: WorkerParts): DynamicModule {
    const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = config;
    const production = isProduction(config);
    const life = newLife();
    const rules = { allowed: config.AMPARO_WEBHOOK_ALLOW, resolve: systemResolve };
    return {
      module: WorkerModule,
      providers: [
        {
          provide: PrismaService,
          useFactory: () =>
            new PrismaService(databaseUrl, { applicationName: 'amparo-worker', poolSize: POOL_SIZE }),
        },
        {
          provide: StatementPool,
          useFactory: () =>
            new StatementPool(databaseUrl, { applicationName: 'amparo-tasks', poolSize: STATEMENTS }),
        },
        { provide: QUEUES, useFactory: () => createQueues({ databaseUrl, redisUrl, log }) },
        {
          provide: OutboxRelay,
          inject: [PrismaService, QUEUES],
          useFactory: (db: PrismaService, queues: Queues) =>
            new OutboxRelay({ db, databaseUrl, queues, clock: systemClock, life, log }),
        },
        {
          provide: PublicationKeeper,
          inject: [StatementPool],
          useFactory: (statements: StatementPool) =>
            new PublicationKeeper(
              new SqlPublicationStore(statements),
              (stored, seen) => verifyPublication(stored, { pin, secrets, production, seen }),
              memory,
              systemClock,
              log,
            ),
        },
        {
          provide: DutyKeeper,
          inject: [StatementPool, PublicationKeeper],
          useFactory: (statements: StatementPool, publications: PublicationKeeper) =>
            new DutyKeeper(new SqlDutyStore(statements), publications, secrets, memory, log),
        },
        {
          provide: TriageService,
          inject: [StatementPool, DutyKeeper],
          useFactory: (statements: StatementPool, publications: DutyKeeper) =>
            new TriageService(new TriageStore(statements), publications, secrets, systemClock),
        },
        {
          provide: CompareService,
          inject: [StatementPool, PublicationKeeper],
          useFactory: (statements: StatementPool, publications: PublicationKeeper) =>
            new CompareService(new CompareStore(statements), publications, secrets, systemClock),
        },
        {
          provide: EscalationService,
          inject: [StatementPool, DutyKeeper],
          useFactory: (statements: StatementPool, publications: DutyKeeper) =>
            new EscalationService(new EscalationStore(statements), publications, secrets, systemClock),
        },
        {
          provide: Ringing,
          inject: [StatementPool, DutyKeeper],
          useFactory: (statements: StatementPool, publications: DutyKeeper) =>
            new Ringing({
              statements,
              publications,
              secrets,
              settings: channelSettings,
              rules,
              deployment: pin.deployment,
              memory,
              clock: systemClock,
              random: randomFraction,
            }),
        },
        {
          provide: PromiseService,
          inject: [StatementPool, PublicationKeeper],
          useFactory: (statements: StatementPool, publications: PublicationKeeper) =>
            new PromiseService(new PromiseStore(statements), publications, systemClock),
        },
        {
          provide: RaiseService,
          inject: [PrismaService, PublicationKeeper],
          useFactory: (db: PrismaService, publications: PublicationKeeper) =>
            new RaiseService(new PrismaRaiseStore(db), publications, systemClock),
        },
        {
          provide: EventNotifier,
          inject: [PrismaService],
          useFactory: (db: PrismaService) => new EventNotifier(db),
        },
        {
          provide: WATCHING,
          inject: [PrismaService, PublicationKeeper, DutyKeeper, EventNotifier],
          useFactory: (
            db: PrismaService,
            publications: PublicationKeeper,
            duty: DutyKeeper,
            events: EventNotifier,
          ) => {
            const lookEveryMs = config.AMPARO_AUDIT_EVERY;
            const parts = {
              db,
              publications,
              duty,
              memory,
              clock: systemClock,
              life,
              lookEveryMs,
              events,
              log,
            };
            const watch = new WorkerWatch(parts);
            return new Rounds(
              lookEveryMs,
              () => watch.look(),
              (error) => {
                log.error('the look around failed', { error });
              },
            );
          },
        },
        {
          provide: TIDYING,
          inject: [StatementPool],
          useFactory: (statements: StatementPool) => {
            const tidy = new Tidy(statements, systemClock);
            return new Rounds(
              TIDY_EVERY_MS,
              async () => {
                await tidy.round();
              },
              (error) => {
                log.error('tidying failed', { error });
              },
            );
          },
        },
        {
          provide: OBEYING,
          inject: [StatementPool, PublicationKeeper],
          useFactory: (statements: StatementPool, publications: PublicationKeeper) => {
            const store = new ConsentStore(statements);
            const consent = new ConsentService({ store, publications, secrets, clock: systemClock, log });
            return new Rounds(
              LOOK_FOR_LABELS_EVERY_MS,
              async () => {
                await consent.round();
              },
              (error) => {
                log.error('looking for consent labels failed', { error });
              },
            );
          },
        },
        {
          provide: Work,
          inject: [
            StatementPool,
            QUEUES,
            OutboxRelay,
            PublicationKeeper,
            TriageService,
            EscalationService,
            Ringing,
            CompareService,
            RaiseService,
            WATCHING,
            TIDYING,
            OBEYING,
            PromiseService,
            EventNotifier,
          ],
          useFactory: (
            statements: StatementPool,
            queues: Queues,
            relay: OutboxRelay,
            publications: PublicationKeeper,
            triage: TriageService,
            escalation: EscalationService,
            ringing: Ringing,
            compare: CompareService,
            raise: RaiseService,
            watching: Rounds,
            tidying: Rounds,
            obeying: Rounds,
            promise: PromiseService,
            events: EventNotifier,
          ) =>
            new Work(
              statements,
              queues,
              relay,
              publications,
              { triage, escalation, ringing, compare, raise, promise },
              events,
              log,
              { life, clock: systemClock },
              [watching, tidying, obeying],
            ),
        },
      ],
    };
  }
}
