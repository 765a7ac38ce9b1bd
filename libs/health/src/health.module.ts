import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { Attention } from './attention.js';
import { AttentionResolver } from './attention.resolver.js';
import { HealthResolver } from './health.resolver.js';

@Module({ imports: [PeopleModule], providers: [HealthResolver, Attention, AttentionResolver] })
export class HealthModule {}
