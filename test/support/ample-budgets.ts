/** Budgets that no test reaches by accident: the real ones, with more than a test asks for. Floods are tested with their own. */
import { randomBytes } from 'node:crypto';
import { Budgets, type PrismaService } from '#platform';
import { systemClock } from '#kernel';

const AMPLE = 1_000_000_000;

export const AMPLE_BUDGETS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'CHANNEL',
    'WORKED',
    'SESSION',
    'DESK',
    'MAILBOX',
    'FIRST_VISIT',
    'FEED',
    'KEYRING',
    'SIGN_IN',
    'FILE',
  ].map((name) => [`AMPARO_${name}_PER_MINUTE`, String(AMPLE)]),
);

export function ampleBudgets(db: PrismaService): Budgets {
  const perMinute = {
    channel: AMPLE,
    worked: AMPLE,
    session: AMPLE,
    desk: AMPLE,
    mailbox: AMPLE,
    'first-visit': AMPLE,
    feed: AMPLE,
    keyring: AMPLE,
    'sign-in': AMPLE,
    file: AMPLE,
  };
  return new Budgets(db, { perMinute, secret: new Uint8Array(randomBytes(32)) }, systemClock);
}
