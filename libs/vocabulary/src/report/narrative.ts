/**
 * `narrative`: what people read, at the desk and nowhere else. When and where are kept as exactly as the reporter knows
 * them and no more: a guessed day is worse than an honest month. Recorded, occurred and received are three times,
 * because a report may travel for days.
 */
import * as z from 'zod/mini';
import { SOURCE_CONNECTIONS, type SourceConnection } from '../lists/source-connections.js';
import { type Attachment, attachmentSchema, MAX_ATTACHMENTS } from './attachment.js';
import { bytesOf, code, dateAsKnown, moment, setOf, text, textOrNull } from './fields.js';
import { contentForm, type Ext, ext } from './form.js';

/** The largest envelope, 136 KiB, less 5,402 bytes of everything else and 4 of length. */
export const NARRATIVE_MAX_BYTES = 139_264 - 5_402 - 4;
const LONGEST_TEXT = 100_000;

/** How the desk answers. Public keys and the posting key of the reporter's mailbox, base64url. */
export interface FollowUp {
  readonly address: string;
  readonly sealKey: string;
  readonly signKey: string;
  readonly post: string;
  /**
   * What the words alone lead to, where the reporter chose a code for the real mailbox; random bytes that lead nowhere where
   * they did not. Always there, so that neither the size nor the desk's own fetching tells that there is a code. Null only in
   * reports of older clients.
   */
  readonly duress: { readonly words: string } | null;
}

/** Whose conversation this report belongs to. Always of one length: a first report says as much as a later one. */
export interface Thread {
  readonly kind: 'first' | 'later';
  /** Base64url of 57 bytes: the mark of the desk's last answer, or random bytes. */
  readonly ref: string;
  /** Base64url of the signature that only the holder of the words can make, over the narrative without it. */
  readonly proof: string;
}

export interface Narrative {
  readonly v: 1;
  readonly text: string;
  readonly occurredAt: string | null;
  readonly recordedAt: string;
  readonly place: string | null;
  readonly who: string | null;
  readonly attachments: readonly Attachment[];
  /**
   * Base64url of H(routing, as sealed beside this). Dispatch holds the key of `routing` and could rewrite it; it cannot
   * rewrite this, so the desk notices.
   */
  readonly routing?: string;
  /** Null only where nobody keeps receipt words, as in an import: such a report cannot be answered. */
  readonly followUp: FollowUp | null;
  readonly thread?: Thread;
  readonly exclusionsFreeText: string | null;
  readonly sourceConnection: SourceConnection;
  /** Codes of the finer lists (means, defends, rights …) by the name of the list in LISTS. */
  readonly facets?: Readonly<Record<string, readonly string[]>>;
  /** Made by the safeguarding desk so that real reports do not stand alone; nobody else can tell. */
  readonly cover?: boolean;
  readonly ext?: Ext;
}

const attachments = z.array(attachmentSchema).check(
  z.maxLength(MAX_ATTACHMENTS),
  // Two entries of one place would be two accounts of one file.
  z.refine((list) => new Set(list.map(({ blob }) => blob)).size === list.length),
);

const followUp = {
  address: bytesOf(32),
  sealKey: bytesOf(1216),
  signKey: bytesOf(32),
  post: bytesOf(32),
};
const duress = { words: bytesOf(32) };
const thread = { kind: z.enum(['first', 'later']), ref: bytesOf(57), proof: bytesOf(64) };

const fields = {
  v: z.literal(1),
  // Empty is allowed: a voice note is a full report.
  text: text(LONGEST_TEXT),
  occurredAt: z.nullable(dateAsKnown),
  recordedAt: moment,
  place: textOrNull(2_000),
  who: textOrNull(4_000),
  attachments,
  routing: z.exactOptional(bytesOf(32)),
  exclusionsFreeText: textOrNull(2_000),
  sourceConnection: z.enum(SOURCE_CONNECTIONS.map((entry) => entry.code)),
  facets: z.exactOptional(z.record(z.string().check(z.regex(/^[a-zA-Z]{1,32}$/)), setOf(code, 20))),
  cover: z.exactOptional(z.boolean()),
  ext: z.exactOptional(ext),
};

const schema: z.ZodMiniType<Narrative> = z.strictObject({
  ...fields,
  followUp: z.nullable(z.strictObject({ ...followUp, duress: z.nullable(z.strictObject(duress)) })),
  thread: z.exactOptional(z.strictObject(thread)),
});

/** A newer client's fields are kept and shown: a desk that refused them would not read the report at all. */
const readSchema: z.ZodMiniType<Narrative> = z.looseObject({
  ...fields,
  followUp: z.nullable(z.looseObject({ ...followUp, duress: z.nullable(z.looseObject(duress)) })),
  thread: z.exactOptional(z.looseObject(thread)),
});

const form = contentForm(schema, NARRATIVE_MAX_BYTES, readSchema);

const KNOWN: ReadonlySet<string> = new Set([...Object.keys(fields), 'followUp', 'thread']);

/** What a newer client wrote and this version does not know, to be shown to people as it is. */
export function unknownFields(narrative: Narrative): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(narrative).filter(([name]) => !KNOWN.has(name)));
}

export const encodeNarrative = form.encode;
export const decodeNarrative = form.decode;
