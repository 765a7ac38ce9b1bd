import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { HealthResolver } from './health.resolver.js';

@Module({ imports: [PeopleModule], providers: [HealthResolver] })
export class HealthModule {}
