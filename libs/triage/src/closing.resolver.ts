import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { make, NotAvailable, notAvailable, parseId, StaleVersion, staleVersion } from '#graphql';
import { CurrentActor, Requires, type Actor } from '#people';
import { EventNotifier } from '#platform';
import { ClosingService } from './closing.service.js';
import { AlertOpen, Closed, CloseReportInput, CloseReportResult } from './closing.types.js';

@Resolver()
export class ClosingResolver {
  constructor(
    private readonly closing: ClosingService,
    private readonly events: EventNotifier,
  ) {}

  @Mutation(() => CloseReportResult)
  @Requires('report:close')
  async closeReport(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CloseReportInput }) input: CloseReportInput,
  ): Promise<Closed | AlertOpen | StaleVersion | NotAvailable> {
    const reportId = parseId(input.reportId);
    const outcome = await this.closing.close(actor, reportId, input.version, input.outcome);
    switch (outcome.kind) {
      case 'closed':
      case 'closed-before':
        this.events.tell('q', reportId);
        return make(Closed, { version: outcome.version });
      case 'alert-open':
        return make(AlertOpen, { reportId });
      case 'stale-version':
        return staleVersion(outcome.version);
      case 'not-available':
        return notAvailable();
    }
  }
}
