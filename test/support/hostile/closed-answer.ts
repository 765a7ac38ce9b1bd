/** What every answer of the api must be, whatever was asked: one of our own shape, closed, bounded, and never our fault. */
import { API_ERRORS } from '#graphql';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** INTERNAL is our mistake, and UNAVAILABLE says that something is missing: no input may bring either about. */
const CODES: readonly unknown[] = Object.keys(API_ERRORS).filter(
  (code) => !['INTERNAL', 'UNAVAILABLE'].includes(code),
);
const TEXTS: readonly string[] = Object.values(API_ERRORS).map(({ message }) => message);
/** A page of the queue, eight boxes, the largest report: nothing else is large, and no question makes it larger. */
const LARGEST = 256 * 1024;

/** What is wrong with the answer, in words; null when nothing is. */
export function faultOf({ status, text }: Answer): string | null {
  if (status >= 500) return `status ${String(status)}`;
  if (text.length > LARGEST) return `${String(text.length)} characters`;
  let body: { data?: unknown; errors?: { message: string; extensions?: Record<string, unknown> }[] };
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    return 'no JSON';
  }
  for (const { message, extensions } of body.errors ?? []) {
    if (!CODES.includes(extensions?.['code'])) return `code ${String(extensions?.['code'])}`;
    if (!TEXTS.includes(message)) return 'a text that is not in the catalogue';
    if (Object.keys(extensions ?? {}).some((key) => !['code', 'retryAfterSeconds'].includes(key)))
      return 'an extension that nobody listed';
  }
  if (!body.errors && !(typeof body.data === 'object' && body.data !== null))
    return 'neither data nor errors';
  return null;
}
