import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { ClosingResolver } from './closing.resolver.js';
import { ClosingService } from './closing.service.js';
import { ClosingStore } from './prisma-closing.store.js';
import { QueueChangesResolver } from './queue-changes.resolver.js';
import { QueueChanges } from './queue-changes.js';
import { TriageStore } from './prisma-triage.store.js';
import { TriageResolver } from './triage.resolver.js';
import { TriageService } from './triage.service.js';

@Module({
  imports: [PeopleModule],
  providers: [
    TriageStore,
    TriageService,
    TriageResolver,
    QueueChanges,
    QueueChangesResolver,
    ClosingStore,
    ClosingService,
    ClosingResolver,
  ],
})
export class TriageModule {}
