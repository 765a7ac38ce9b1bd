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

export function failureCode(error: unknown): string {
  const code = readCode(error) ?? readCode((error as { cause?: unknown } | null)?.cause);
  return code ?? (error instanceof TypeError || error instanceof RangeError ? error.name : 'UNKNOWN');
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
