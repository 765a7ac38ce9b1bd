/** For load balancers: is the process there, and can it do its work. Says nothing else. */
import { Controller, Get } from '@nestjs/common';
import { ApiError } from '#graphql';
import { PublicationService, Requires } from '#people';
import { checkHealth, PrismaService } from '#platform';

@Controller()
export class HealthController {
  constructor(
    private readonly db: PrismaService,
    private readonly publications: PublicationService,
  ) {}

  @Get('healthz')
  @Requires('health:read')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** `published` is false before the first publication: the api answers, but accepts no report yet. */
  @Get('readyz')
  @Requires('health:read')
  async ready(): Promise<{ status: 'ok'; published: boolean }> {
    const { ok } = await checkHealth({ database: () => this.db.$queryRaw`select 1` });
    if (!ok) throw new ApiError('UNAVAILABLE');
    return { status: 'ok', published: (await this.publications.current()) !== null };
  }
}
