import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { AlertChangesResolver } from './alert-changes.resolver.js';
import { AlertChanges } from './alert-changes.js';
import { AlertsResolver } from './alerts.resolver.js';
import { AlertsService } from './alerts.service.js';
import { AlertStore } from './prisma-alert.store.js';
import { AnswerStore } from './prisma-answer.store.js';
import { TaskStore } from './prisma-task.store.js';
import { TaskChanges } from './task-changes.js';
import { TasksResolver } from './tasks.resolver.js';
import { TasksService } from './tasks.service.js';

@Module({
  imports: [PeopleModule],
  providers: [
    AlertStore,
    AnswerStore,
    TaskStore,
    AlertsService,
    TasksService,
    AlertsResolver,
    TasksResolver,
    AlertChanges,
    TaskChanges,
    AlertChangesResolver,
  ],
})
export class AlertsModule {}
