/**
 * What may be said of an error outside the process that had it: one code from closed lists. Messages and stacks can quote
 * values, file names and addresses, and they end in logs and queues.
 */
import { constants } from 'node:os';

const operatingSystem = new Set(Object.keys(constants.errno));
const node = new Set([
  'ABORT_ERR',
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_SOCKET_CLOSED',
  'EAI_AGAIN',
  'ENOTFOUND',
]);
const prisma = /^P[0-9]{4}$/;
const sqlState = /^[0-9A-Z]{5}$/;
/** Codes of our own errors: words we wrote, declared where the error is. */
const ours = /^amparo\.[a-z-]{1,40}$/;

const MAX_DEPTH = 8;

export function failureCode(error: unknown): string {
  let named: string | null = null;
  let inside = error;
  // GraphQL wraps what a resolver threw, Prisma what its driver threw: without the innermost code an operator reads "unknown".
  for (let depth = 0; depth < MAX_DEPTH && typeof inside === 'object' && inside !== null; depth += 1) {
    const code = readCode(inside);
    if (code !== null) return code;
    if (inside instanceof TypeError || inside instanceof RangeError) named ??= inside.name;
    const { cause, originalError } = inside as { cause?: unknown; originalError?: unknown };
    inside = originalError ?? cause;
  }
  return named ?? 'UNKNOWN';
}

function readCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  const { code } = error;
  if (typeof code !== 'string') return null;
  const known =
    operatingSystem.has(code) ||
    node.has(code) ||
    prisma.test(code) ||
    sqlState.test(code) ||
    ours.test(code);
  return known ? code : null;
}
