/**
 * The way to PostgreSQL for every process: a bounded pool, a name that pg_stat_activity shows, a limit on every wait.
 * Rows are named column by column in the stores; Prisma's types stop there.
 */
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.js';
import { type DatabaseOptions, poolOptions } from './pool-options.js';

export { Prisma, PrismaClient } from './generated/prisma/client.js';

function clientOptions(
  url: string,
  { applicationName, poolSize = 10 }: DatabaseOptions,
): Prisma.PrismaClientOptions {
  return {
    adapter: new PrismaPg(poolOptions(url, { applicationName, poolSize })),
    transactionOptions: { maxWait: 5_000, timeout: 15_000 },
    // The longer formats quote the arguments of the failed call.
    errorFormat: 'minimal',
    log: [],
  };
}

/** For tools and tests. Whoever makes it ends it with `$disconnect()`. */
export function createDatabase(url: string, options: DatabaseOptions): PrismaClient {
  return new PrismaClient(clientOptions(url, options));
}

@Injectable()
export class PrismaService extends PrismaClient implements OnModuleDestroy {
  constructor(url: string, options: DatabaseOptions) {
    super(clientOptions(url, options));
  }

  async onModuleDestroy(): Promise<void> {
    await this.$disconnect();
  }
}
