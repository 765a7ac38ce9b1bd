/** `host:port`, several divided by commas: where a process may call although the address is private or has no TLS. */
import { z } from 'zod';

const hostAndPort = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+):([0-9]{1,5})$/;

export const hostAllowList = z
  .string()
  .default('')
  .transform((text, context): ReadonlySet<string> => {
    const targets = text
      .split(',')
      .map((item) => item.trim().toLowerCase())
      .filter((item) => item !== '');
    if (!targets.every((target) => hostAndPort.test(target))) {
      context.addIssue({ code: 'custom', message: 'expected host:port, several divided by commas' });
      return z.NEVER;
    }
    return new Set(targets);
  });
