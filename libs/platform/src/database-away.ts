/**
 * Whether an error says that the database cannot be asked now: gone, starting, full, too slow, somebody else at its address, or
 * a transaction that should be tried again. One place for every way in which it can be gone, because whoever holds a report then
 * must hear "keep it and try again" and not "something is wrong with it". What a statement of ours did wrong is not among them.
 */

/** Prisma's: https://www.prisma.io/docs/orm/reference/error-reference. P2010 is any raw statement: what it wraps decides. */
const PRISMA = new Set([
  ...['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1010', 'P1011', 'P1017'],
  ...['P2024', 'P2028', 'P2034', 'P2037'],
]);

/** What Prisma's driver calls them when it keeps no code. */
const KINDS = new Set([
  ...[
    'DatabaseNotReachable',
    'ConnectionClosed',
    'SocketTimeout',
    'TlsConnectionError',
    'TooManyConnections',
  ],
  // Another server took the address, or a password is being changed: the report is as good as before.
  ...['AuthenticationFailed', 'DatabaseAccessDenied', 'DatabaseDoesNotExist', 'TransactionWriteConflict'],
]);

/**
 * SQLSTATE classes 08 (the connection), 28 (refused at the door), 53 (no space, no memory, no connection left), 57 (shut down,
 * starting, too slow), 58 (the disk itself), and single ones: no such database, a standby that cannot write, a lost race. 08P01 is
 * what a statement with too few values gets: ours.
 */
const SQL_STATE = /^(?:08(?!P01)|28|53|57|58)[0-9A-Z]{3}$|^(?:3D000|25006|40001|40P01)$/;

const SOCKET = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'ERR_SOCKET_CLOSED'],
]);

/** node-postgres has no codes for these. */
const MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'There was an error establishing an SSL connection',
  'The server does not support SSL connections',
  // Whoever listens there now does not speak PostgreSQL.
  'received invalid response:',
  'SASL:',
];

const MAX_LOOKS = 16;

/** Looks through what an error wraps: GraphQL wraps what a resolver threw, Prisma what its driver threw, Node several addresses. */
export function isDatabaseAway(error: unknown): boolean {
  const waiting = [error];
  for (let looks = 0; looks < MAX_LOOKS && waiting.length > 0; looks += 1) {
    const next = waiting.shift();
    if (typeof next !== 'object' || next === null) continue;
    if (saysAway(next)) return true;
    const { cause, originalError, errors, meta } = next as Wrapping;
    waiting.push(cause, originalError, meta?.driverAdapterError);
    if (Array.isArray(errors)) waiting.push(...(errors as unknown[]));
  }
  return false;
}

interface Wrapping {
  readonly cause?: unknown;
  readonly originalError?: unknown;
  readonly errors?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
}

function saysAway(error: object): boolean {
  const { code, originalCode, kind } = error as Readonly<Record<string, unknown>>;
  if (typeof kind === 'string' && KINDS.has(kind)) return true;
  if (error instanceof Error && MESSAGES.some((known) => error.message.startsWith(known))) return true;
  return [code, originalCode].some(
    (known) => typeof known === 'string' && (PRISMA.has(known) || SQL_STATE.test(known) || SOCKET.has(known)),
  );
}
