import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { make, parseId } from '#graphql';
import { CurrentActor, Requires, type Actor } from '#people';
import { ReportsService } from './reports.service.js';
import {
  ReportAccepted,
  ReportDeferred,
  ReportRefused,
  SealedReport,
  SubmitReportInput,
  SubmitReportResult,
} from './reports.types.js';

@Resolver(() => SealedReport)
export class ReportsResolver {
  constructor(private readonly reports: ReportsService) {}

  @Query(() => SealedReport, { nullable: true, description: 'Null when there is no such report for you.' })
  @Requires('report:read')
  async report(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<SealedReport | null> {
    return this.reports.read(actor, parseId(id));
  }

  @Mutation(() => SubmitReportResult)
  @Requires('report:submit')
  async submitReport(
    @Args('input', { type: () => SubmitReportInput }) input: SubmitReportInput,
  ): Promise<ReportAccepted | ReportRefused | ReportDeferred> {
    const outcome = await this.reports.submit(input.envelope, input.channel ?? null, input.work ?? null);
    if (outcome.ok) return make(ReportAccepted, { receipt: outcome.receipt });
    return outcome.reason === 'deferred'
      ? make(ReportDeferred, { retryAfterSeconds: outcome.retryAfterSeconds, challenge: outcome.challenge })
      : make(ReportRefused, { reason: outcome.reason });
  }
}
