/** What Nest itself has to say: that it happened, never the text, which may quote a request or a statement's parameters. */
import type { LoggerService } from '@nestjs/common';
import type { Logger } from '#platform';

export function nestLogger(logger: Logger): LoggerService {
  return {
    log: () => undefined,
    warn: () => {
      logger.warn('framework warning', { event: 'framework' });
    },
    error: (error: unknown) => {
      logger.error('framework error', { event: 'framework', error });
    },
    fatal: (error: unknown) => {
      logger.fatal('framework error', { event: 'framework', error });
    },
  };
}
