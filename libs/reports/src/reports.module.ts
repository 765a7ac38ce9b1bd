import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { ReportStore } from './prisma-report.store.js';
import { ReportsResolver } from './reports.resolver.js';
import { ReportsService } from './reports.service.js';

@Module({ imports: [PeopleModule], providers: [ReportStore, ReportsService, ReportsResolver] })
export class ReportsModule {}
