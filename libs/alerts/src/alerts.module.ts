import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { AlertChangesResolver } from './alert-changes.resolver.js';
import { AlertChanges } from './alert-changes.js';
import { AlertsResolver } from './alerts.resolver.js';
import { AlertsService } from './alerts.service.js';
import { AlertStore } from './prisma-alert.store.js';

@Module({
  imports: [PeopleModule],
  providers: [AlertStore, AlertsService, AlertsResolver, AlertChanges, AlertChangesResolver],
})
export class AlertsModule {}
