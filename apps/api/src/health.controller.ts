/** For load balancers: is the process there, and can it do its work. Says nothing else. */
import { Controller, Get } from '@nestjs/common';
import { ApiError } from '#graphql';
import { HealthService } from '#health';
import { PublicationService, Requires } from '#people';
import { checkHealth, PrismaService } from '#platform';

@Controller()
export class HealthController {
  constructor(
    private readonly db: PrismaService,
    private readonly publications: PublicationService,
    private readonly health: HealthService,
  ) {}

  @Get('healthz')
  @Requires('health:read')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /**
   * `published` is false before the first publication: the api answers, but accepts no report yet. `attention`: members can see
   * what is wrong (`amparo health`); strangers see only that somebody should look.
   */
  @Get('readyz')
  @Requires('health:read')
  async ready(): Promise<{ status: 'ok'; published: boolean; attention: boolean }> {
    const { ok } = await checkHealth({ database: () => this.db.$queryRaw`select 1` });
    if (!ok) throw new ApiError('UNAVAILABLE');
    const published = (await this.publications.current()) !== null;
    return { status: 'ok', published, attention: this.health.attention };
  }
}
