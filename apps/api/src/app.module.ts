/** The api, put together: features bring their resolvers, the process brings its configuration, database and clock. */
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { AlertsModule } from '#alerts';
import type { RootPin } from '#crypto';
import { FileKeeping, FilesModule } from '#files';
import { CLOCK } from '#graphql';
import { systemClock, type Clock } from '#kernel';
import { HealthModule, HealthService } from '#health';
import { MailboxModule } from '#mailbox';
import { Deployment, PeopleModule } from '#people';
import { Budgets, EventHub, EventNotifier, OutboxNotifier, PrismaService, StatementPool } from '#platform';
import { AcceptKey, ReportsModule } from '#reports';
import { TriageModule } from '#triage';
import { ErrorFilter } from './error.filter.js';
import { graphqlOptions } from './graphql-options.js';
import { HealthController } from './health.controller.js';
import type { AcceptSecrets } from './key-files.js';

export interface ApiParts {
  readonly pin: RootPin;
  readonly origin: string;
  readonly production: boolean;
  readonly development: boolean;
  readonly secrets: AcceptSecrets;
  readonly database: PrismaService;
  /** For accepting reports, and nothing else. */
  readonly accepting: StatementPool;
  readonly outbox: OutboxNotifier;
  readonly events: EventNotifier;
  readonly budgets: Budgets;
  readonly hub: EventHub;
  readonly health: HealthService;
  readonly files: FileKeeping;
  readonly reportInternal: (error: unknown) => void;
  readonly clock?: Clock;
}

@Global()
@Module({})
class ProcessModule {}

@Module({})
export class AppModule {
  static with(parts: ApiParts): DynamicModule {
    const { pin, origin, production, secrets } = parts;
    const deployment = new Deployment(pin, origin, production, secrets.challengeSecret);
    const process: DynamicModule = {
      module: ProcessModule,
      providers: [
        { provide: CLOCK, useValue: parts.clock ?? systemClock },
        { provide: Deployment, useValue: deployment },
        { provide: AcceptKey, useValue: new AcceptKey(secrets.signingKey) },
        { provide: PrismaService, useValue: parts.database },
        { provide: StatementPool, useValue: parts.accepting },
        { provide: OutboxNotifier, useValue: parts.outbox },
        { provide: EventNotifier, useValue: parts.events },
        { provide: Budgets, useValue: parts.budgets },
        { provide: EventHub, useValue: parts.hub },
        { provide: HealthService, useValue: parts.health },
        { provide: FileKeeping, useValue: parts.files },
      ],
      exports: [
        CLOCK,
        Deployment,
        AcceptKey,
        PrismaService,
        StatementPool,
        OutboxNotifier,
        EventNotifier,
        Budgets,
        EventHub,
        HealthService,
        FileKeeping,
      ],
    };
    return {
      module: AppModule,
      imports: [
        process,
        GraphQLModule.forRoot(graphqlOptions(parts)),
        PeopleModule,
        ReportsModule,
        TriageModule,
        AlertsModule,
        MailboxModule,
        HealthModule,
        FilesModule,
      ],
      controllers: [HealthController],
      providers: [{ provide: APP_FILTER, useClass: ErrorFilter }],
    };
  }
}
