import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { AlertChangesResolver } from './alert-changes.resolver.js';
import { AlertChanges } from './alert-changes.js';
import { AlertsResolver } from './alerts.resolver.js';
import { AlertsService } from './alerts.service.js';
import { CapFeedController } from './cap-feed.controller.js';
import { CapFeedStore } from './cap-feed.store.js';
import { OwnChannelsResolver } from './own-channels.resolver.js';
import { OwnChannelsService } from './own-channels.service.js';
import { OwnChannelsStore } from './own-channels.store.js';
import { SilenceStore } from './prisma-silence.store.js';
import { SilencesResolver } from './silences.resolver.js';
import { SilencesService } from './silences.service.js';
import { AlertStore } from './prisma-alert.store.js';
import { AnswerStore } from './prisma-answer.store.js';
import { TaskStore } from './prisma-task.store.js';
import { TaskChanges } from './task-changes.js';
import { TasksResolver } from './tasks.resolver.js';
import { TasksService } from './tasks.service.js';

@Module({
  imports: [PeopleModule],
  controllers: [CapFeedController],
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
    OwnChannelsStore,
    OwnChannelsService,
    OwnChannelsResolver,
    CapFeedStore,
    SilenceStore,
    SilencesService,
    SilencesResolver,
  ],
})
export class AlertsModule {}
