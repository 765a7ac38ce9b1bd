/**
 * The common form of a report's contents: canonical JSON (PROTOCOL.md §1), exact keys, a bound on everything.
 * A decoder never throws on hostile bytes and never says more than one closed reason; an encoder names the field that
 * is wrong, and never its content.
 */
import { canonicalJson, FormatError, parseCanonicalJson } from '#crypto';
import * as z from 'zod/mini';

// Zod otherwise compiles its checks with `new Function`, which the reporting page's content security policy forbids.
z.config({ jitless: true });

export type DecodeRefusal = 'too-large' | 'not-canonical' | 'wrong-version' | 'malformed';
export type Decoded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: DecodeRefusal };

export type Encoded =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: 'malformed'; readonly path: string }
  | { readonly ok: false; readonly reason: 'too-large'; readonly bytes: number; readonly limit: number };

export interface ContentForm<T> {
  encode(content: T): Encoded;
  decode(bytes: Uint8Array): Decoded<T>;
}

/** What newer versions add; kept as it is by older ones. */
export type Ext = Readonly<Record<string, unknown>>;
export const ext = z.record(z.string(), z.unknown());

/** `readSchema`: what is accepted, where that is more than what is written. */
export function contentForm<T>(
  schema: z.ZodMiniType<T>,
  maxBytes: number,
  readSchema: z.ZodMiniType<T> = schema,
): ContentForm<T> {
  return {
    encode(content) {
      const checked = schema.safeParse(content);
      if (!checked.success) return { ok: false, reason: 'malformed', path: pathOf(checked.error) };
      let bytes: Uint8Array;
      try {
        bytes = canonicalJson(checked.data);
      } catch (error) {
        // Half a character, which no encoding can carry.
        if (error instanceof FormatError) return { ok: false, reason: 'malformed', path: '' };
        throw error;
      }
      if (bytes.length > maxBytes)
        return { ok: false, reason: 'too-large', bytes: bytes.length, limit: maxBytes };
      return { ok: true, bytes };
    },
    decode(bytes) {
      if (bytes.length > maxBytes) return { ok: false, reason: 'too-large' };
      let content: unknown;
      try {
        content = parseCanonicalJson(bytes);
      } catch (error) {
        if (error instanceof FormatError) return { ok: false, reason: 'not-canonical' };
        throw error;
      }
      if (hasOtherVersion(content)) return { ok: false, reason: 'wrong-version' };
      const checked = readSchema.safeParse(content);
      return checked.success ? { ok: true, value: checked.data } : { ok: false, reason: 'malformed' };
    },
  };
}

/** The first wrong field, by its name: `consent.named.0`. */
export function pathOf(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  return issue ? issue.path.map(String).join('.') : '';
}

function hasOtherVersion(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'v' in content && content.v !== 1;
}
