import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { SlotsStore } from './prisma-slots.store.js';
import { Admission } from './admission.js';
import { ReportStore } from './prisma-report.store.js';
import { ReportsResolver } from './reports.resolver.js';
import { ReportsService } from './reports.service.js';
import { SlotsResolver } from './slots.resolver.js';
import { SlotsService } from './slots.service.js';

@Module({
  imports: [PeopleModule],
  providers: [
    Admission,
    ReportStore,
    ReportsService,
    ReportsResolver,
    SlotsStore,
    SlotsService,
    SlotsResolver,
  ],
})
export class ReportsModule {}
