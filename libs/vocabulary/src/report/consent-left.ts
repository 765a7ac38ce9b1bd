/**
 * What the reporter still consents to (libs/crypto/PROTOCOL.md §9.7). A report carries a mark in `routing`, so that a label made from
 * the same words finds it. Consent only narrows here: whoever wants to widen it says so to a person.
 */
import { toBase64Url } from '#crypto';
import * as z from 'zod/mini';
import { bytesOf } from './fields.js';
import type { Ext } from './form.js';
import type { Routing } from './routing.js';

export interface ConsentMark {
  /** Base64url of 24 bytes. */
  readonly mark: string;
  /** Days since 1970, by the reporter's clock when the report was sealed. */
  readonly day: number;
}

const schema: z.ZodMiniType<ConsentMark> = z.strictObject({
  mark: bytesOf(24),
  day: z.int().check(z.gte(0), z.lte(0xffff)),
});

/** Inside `ext`, so that a worker which has never heard of it reads the rest. */
export const withConsentMark = (ext: Ext | undefined, mark: Uint8Array, day: number): Ext => ({
  ...ext,
  consent: { mark: toBase64Url(mark), day },
});

/** Null for what an older client sealed: only a person can stop telling allies about it. */
export function consentMarkIn({ ext }: Pick<Routing, 'ext'>): ConsentMark | null {
  const read = schema.safeParse(ext?.['consent']);
  return read.success ? read.data : null;
}

/** Only what both allow: said twice, or in another order, it is the same. */
export function narrowConsent(
  consent: Routing['consent'],
  left: { readonly tiers: readonly string[]; readonly named: readonly string[] },
): Routing['consent'] {
  return {
    tiers: consent.tiers.filter((tier) => left.tiers.includes(tier)),
    named: consent.named.filter((organisation) => left.named.includes(organisation)),
  };
}
