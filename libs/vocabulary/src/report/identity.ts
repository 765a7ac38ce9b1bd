/**
 * `identity`: who is reporting and how to reach them without harm. Opens only where the desk's half meets a quorum of
 * custodians. An anonymous report carries the same field, empty: from outside nobody can tell the two apart.
 */
import * as z from 'zod/mini';
import { bytesOf, text } from './fields.js';
import { contentForm, type Decoded, type Encoded, type Ext, ext } from './form.js';

/** A fixed field of 1024 bytes with a length of 4. */
export const IDENTITY_MAX_BYTES = 1020;

export interface Identity {
  readonly v: 1;
  readonly name: string;
  readonly contacts: string;
  /** When, how and through whom it is safe to make contact, and what never to do. */
  readonly safeContact: string;
  /** Base64url of 32 bytes: what the keys of unmasked voices and unstripped originals follow from. */
  readonly fileSecret?: string;
  readonly ext?: Ext;
}

const schema: z.ZodMiniType<Identity> = z.strictObject({
  v: z.literal(1),
  name: text(200),
  contacts: text(400),
  safeContact: text(400),
  fileSecret: z.exactOptional(bytesOf(32)),
  ext: z.exactOptional(ext),
});

const form = contentForm(schema, IDENTITY_MAX_BYTES);

/** Null is an anonymous report: no bytes. */
export function encodeIdentity(identity: Identity | null): Encoded {
  return identity === null ? { ok: true, bytes: new Uint8Array(0) } : form.encode(identity);
}

export function decodeIdentity(bytes: Uint8Array): Decoded<Identity | null> {
  return bytes.length === 0 ? { ok: true, value: null } : form.decode(bytes);
}
