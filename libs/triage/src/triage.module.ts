import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { TriageStore } from './prisma-triage.store.js';
import { TriageResolver } from './triage.resolver.js';
import { TriageService } from './triage.service.js';

@Module({ imports: [PeopleModule], providers: [TriageStore, TriageService, TriageResolver] })
export class TriageModule {}
