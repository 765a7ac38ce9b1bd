import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  make,
  NotAvailable,
  notAvailable,
  pageArguments,
  parseId,
  type Page,
  StaleVersion,
  staleVersion,
} from '#graphql';
import { CurrentActor, Requires, type Actor } from '#people';
import { EventNotifier } from '#platform';
import { TriageService, type QueueEntry } from './triage.service.js';
import {
  AlreadyClaimed,
  Claim,
  ClaimReportInput,
  ClaimReportResult,
  Released,
  ReleaseReportInput,
  ReleaseReportResult,
  TriageConnection,
  TriageEntry,
  TriageFilter,
} from './triage.types.js';

@Resolver(() => TriageEntry)
export class TriageResolver {
  constructor(
    private readonly triage: TriageService,
    private readonly events: EventNotifier,
  ) {}

  @Query(() => TriageConnection)
  @Requires('queue:read')
  async triageQueue(
    @CurrentActor() actor: Actor,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 20, description: 'At most 100.' })
    first: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
    @Args('filter', { type: () => TriageFilter, nullable: true }) filter?: TriageFilter | null,
  ): Promise<Page<QueueEntry>> {
    return this.triage.queue(actor, pageArguments(first ?? 20, after), {
      urgency: filter?.urgency ?? null,
      states: filter?.state ?? null,
      desk: filter?.desk ?? null,
      olderThan: filter?.olderThan ?? null,
      areaTokens: filter?.areaTokens ?? null,
      actTokens: filter?.actTokens ?? null,
    });
  }

  @Mutation(() => ClaimReportResult)
  @Requires('report:claim')
  async claimReport(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ClaimReportInput }) input: ClaimReportInput,
  ): Promise<Claim | AlreadyClaimed | StaleVersion | NotAvailable> {
    const reportId = parseId(input.reportId);
    const outcome = await this.triage.claim(actor, reportId, input.version);
    switch (outcome.kind) {
      case 'claimed':
      case 'renewed':
        this.events.tell('q', reportId);
        return make(Claim, { reportId, version: outcome.version, expiresAt: outcome.claim.until });
      case 'taken':
        return make(AlreadyClaimed, { reportId });
      case 'stale-version':
        return staleVersion(outcome.version);
      case 'not-available':
        return notAvailable();
    }
  }

  @Mutation(() => ReleaseReportResult)
  @Requires('report:claim')
  async releaseReport(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ReleaseReportInput }) input: ReleaseReportInput,
  ): Promise<Released | StaleVersion | NotAvailable> {
    const reportId = parseId(input.reportId);
    const outcome = await this.triage.release(actor, reportId, input.version);
    switch (outcome.kind) {
      case 'released':
        this.events.tell('q', reportId);
        return make(Released, { version: outcome.version });
      case 'stale-version':
        return staleVersion(outcome.version);
      case 'not-available':
        return notAvailable();
    }
  }
}
