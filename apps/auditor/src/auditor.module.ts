/** What the auditor is made of: one small pool under its own role, and no port. */
import { type DynamicModule, Module } from '@nestjs/common';
import { newId, systemClock } from '#kernel';
import { EventNotifier, type Logger, newLife, PrismaService } from '#platform';
import { AuditService } from './audit.service.js';
import { AuditStore } from './audit.store.js';
import { Auditing } from './auditing.js';
import type { AuditorConfig } from './config.js';
import { Heartbeat } from './heartbeat.js';
import { RepairStore } from './repair.store.js';

export interface AuditorParts {
  readonly config: AuditorConfig;
  readonly heartbeatToken: string | null;
  readonly log: Logger;
}

const POOL_SIZE = 2;

@Module({})
export class AuditorModule {
  static with({ config, heartbeatToken, log }: AuditorParts): DynamicModule {
    const lookEveryMs = config.AMPARO_AUDIT_EVERY;
    const url = config.AMPARO_HEARTBEAT_URL;
    const heartbeat =
      url === undefined
        ? null
        : new Heartbeat({
            url,
            token: heartbeatToken,
            allowed: config.AMPARO_HEARTBEAT_ALLOW,
            wellForMs: 2 * lookEveryMs,
            log,
          });
    return {
      module: AuditorModule,
      providers: [
        {
          provide: PrismaService,
          useFactory: () =>
            new PrismaService(config.DATABASE_URL, {
              applicationName: 'amparo-auditor',
              poolSize: POOL_SIZE,
            }),
        },
        {
          provide: Auditing,
          inject: [PrismaService],
          useFactory: (db: PrismaService) => {
            const options = { life: newLife(), errand: newId(), lookEveryMs };
            const stores = [new AuditStore(db), new RepairStore(db)] as const;
            const events = new EventNotifier(db);
            const audit = new AuditService(db, ...stores, systemClock, log, options, events);
            return new Auditing(audit, heartbeat, log, lookEveryMs, events);
          },
        },
      ],
    };
  }
}
