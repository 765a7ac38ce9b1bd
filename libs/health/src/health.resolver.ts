import { Query, Resolver } from '@nestjs/graphql';
import { severityOf } from '#findings/domain';
import { make } from '#graphql';
import { Requires } from '#people';
import { HealthService } from './health.service.js';
import { Finding, Findings, FindingSeverity } from './health.types.js';

@Resolver(() => Findings)
export class HealthResolver {
  constructor(private readonly health: HealthService) {}

  @Query(() => Findings, { description: 'What is wrong with the platform now, longest first.' })
  @Requires('finding:read')
  async findings(): Promise<Findings> {
    const { isWatched, open } = await this.health.read();
    const severity = (kind: string) =>
      severityOf(kind) === 'wrong' ? FindingSeverity.WRONG : FindingSeverity.SOON;
    return make(Findings, {
      isWatched,
      open: open.map((finding) => make(Finding, { ...finding, severity: severity(finding.kind) })),
    });
  }
}
