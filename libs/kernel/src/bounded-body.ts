/**
 * Reads what a stranger sends: never more than the limit, and never slower than the slowest phone. Whoever drips a byte a second means to
 * hold the connection, not to report; a phone on 2G sends ten times as much.
 */
import type { Readable } from 'node:stream';

const PATIENCE_MS = 8_000;
const SLOWEST_BYTES_PER_MS = 0.2;

export type BoundedBody =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly reason: 'too-large' | 'too-slow' };

const isTooSlow = (size: number, ms: number): boolean => ms > PATIENCE_MS && size / ms < SLOWEST_BYTES_PER_MS;

export async function collectBody(payload: Readable, limit: number): Promise<BoundedBody> {
  const chunks: Buffer[] = [];
  const began = performance.now();
  let size = 0;
  // The stream stays open for the answer that says why.
  const arriving = payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of arriving) {
    size += chunk.length;
    if (size > limit) return { ok: false, reason: 'too-large' };
    if (isTooSlow(size, performance.now() - began)) {
      payload.destroy();
      return { ok: false, reason: 'too-slow' };
    }
    chunks.push(chunk);
  }
  return { ok: true, bytes: Buffer.concat(chunks, size) };
}
