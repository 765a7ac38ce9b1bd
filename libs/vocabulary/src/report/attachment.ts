/**
 * What a report says of a file that lies elsewhere (libs/crypto/PROTOCOL.md §10.2): where it is, what it is, how to know that it is
 * whole. Only these words connect it to the report. No file name: people write names and places into them.
 */
import * as z from 'zod/mini';
import { bytesOf } from './fields.js';
import { type Ext, ext } from './form.js';

/** More would not be a report any more, but an archive; each takes about 400 bytes of the envelope. */
export const MAX_ATTACHMENTS = 20;
const LAST_SIZE_CLASS = 23;

export const ATTACHMENT_KINDS = ['voice', 'photo', 'video', 'document'] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];
/** `stripped`: drawn again without its marks of place and device. `masked`: a voice that was changed on the device. */
export const ATTACHMENT_FORMS = ['original', 'stripped', 'masked'] as const;
export type AttachmentForm = (typeof ATTACHMENT_FORMS)[number];

export interface Attachment {
  /** Random name of the stored file: 16 bytes in hex. */
  readonly blob: string;
  /** One of ATTACHMENT_KINDS, or what a newer client calls it. */
  readonly kind: string;
  readonly form: string;
  /** Media type without parameters. */
  readonly type: string;
  readonly sizeClass: number;
  /** Base64url of 32 bytes. null: it follows from `fileSecret` in `identity`, and so opens only for a quorum. */
  readonly key: string | null;
  /** Base64url of 32 bytes each: of the sealed bytes, and of the file before sealing. */
  readonly sealedHash: string;
  readonly originalHash: string;
  /**
   * What a stripped or masked file was made from: its hash, which proves later that whoever shows the original has the right one,
   * and where it lies if it was sent.
   */
  readonly derivedFrom: { readonly hash: string; readonly blob: string | null } | null;
  readonly ext?: Ext;
}

const blob = z.string().check(z.regex(/^[0-9a-f]{32}$/));
const word = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/));

export const attachmentSchema: z.ZodMiniType<Attachment> = z.strictObject({
  blob,
  kind: word,
  form: word,
  type: z.string().check(z.regex(/^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,63}$/)),
  sizeClass: z.int().check(z.minimum(0), z.maximum(LAST_SIZE_CLASS)),
  key: z.nullable(bytesOf(32)),
  sealedHash: bytesOf(32),
  originalHash: bytesOf(32),
  derivedFrom: z.nullable(z.strictObject({ hash: bytesOf(32), blob: z.nullable(blob) })),
  ext: z.exactOptional(ext),
});
