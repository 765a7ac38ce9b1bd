/**
 * A member's channels as a file in YAML, in the order in which they are to be tried. Addresses, keys and secrets are in the file,
 * never arguments. `cap: new` makes a private feed; `cap: keep` keeps the one that is set.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readKey, readKeys } from 'openpgp';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { fromBase64Url, RING_LANGUAGES, type OwnChannel } from '#crypto';
import { newFeed, type NewChannels } from '#sdk/member';
import { misuse } from './terminal.js';

const entry = z.union([
  z.strictObject({
    webhook: z.url({ protocol: /^https?$/ }),
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]+={0,2}$/)
      .optional(),
  }),
  z.strictObject({ email: z.string(), openpgp: z.string().optional() }),
  z.strictObject({
    push: z.strictObject({
      endpoint: z.url({ protocol: /^https?$/ }),
      keys: z.strictObject({ p256dh: z.string(), auth: z.string() }),
    }),
  }),
  z.strictObject({ sms: z.string() }),
  z.strictObject({ cap: z.enum(['new', 'keep']) }),
]);
type Entry = z.infer<typeof entry>;

const file = z.strictObject({
  language: z.enum(RING_LANGUAGES).default('es'),
  channels: z.array(entry).max(8),
});

export interface ReadChannels extends NewChannels {
  /** Of a feed that was made just now: shown once, stored nowhere. */
  readonly feedToken: string | null;
}

/** @param kept the hash of the feed that is set, if any */
export async function readChannelsFile(path: string, kept: Uint8Array | null): Promise<ReadChannels> {
  const parsed = file.safeParse(await yamlOf(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw misuse(
      `${path}: ${issue?.path.join('.') ?? 'the file'} is not as \`amparo channels set --help\` shows`,
    );
  }
  const { language, channels } = parsed.data;
  const feed = channels.some((one) => 'cap' in one && one.cap === 'new') ? newFeed() : null;
  const folder = dirname(path);
  const read: OwnChannel[] = [];
  for (const one of channels) read.push(await channelOf(one, { folder, feed: feed?.hash ?? kept }));
  return { language, channels: read, feedToken: feed?.token ?? null };
}

async function yamlOf(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => Promise.reject(misuse(`cannot read ${path}`)));
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    // Its own message quotes the line, which may be a secret.
    throw misuse(`${path}: not YAML at line ${String(error.linePos?.[0].line ?? '?')}`);
  }
}

interface Around {
  readonly folder: string;
  readonly feed: Uint8Array | null;
}

async function channelOf(one: Entry, { folder, feed }: Around): Promise<OwnChannel> {
  if ('webhook' in one)
    return { kind: 'webhook', url: one.webhook, secret: one.secret ? secretOf(one.secret) : null };
  if ('email' in one) {
    const openpgp = one.openpgp === undefined ? null : await publicKeyOf(resolve(folder, one.openpgp));
    return { kind: 'email', address: one.email, openpgp };
  }
  if ('push' in one) {
    const { endpoint, keys } = one.push;
    return { kind: 'push', endpoint, p256dh: bytesOf(keys.p256dh), auth: bytesOf(keys.auth) };
  }
  if ('sms' in one) return { kind: 'sms', number: one.sms };
  if (!feed) throw misuse('there is no feed to keep: write `cap: new`');
  return { kind: 'cap', token: feed };
}

const secretOf = (text: string): Uint8Array =>
  new Uint8Array(Buffer.from(text.slice('whsec_'.length), 'base64'));

function bytesOf(text: string): Uint8Array {
  try {
    return fromBase64Url(text);
  } catch {
    throw misuse('the keys of a push subscription are base64url, as the browser gives them');
  }
}

/** Armored or binary. Only what is needed to encrypt: a key with its collected signatures would not fit. */
async function publicKeyOf(path: string): Promise<Uint8Array> {
  const content = await readFile(path).catch(() => Promise.reject(misuse(`cannot read ${path}`)));
  const text = content.toString();
  try {
    const key = text.includes('-----BEGIN')
      ? await readKey({ armoredKey: text })
      : (await readKeys({ binaryKeys: new Uint8Array(content) }))[0];
    if (!key || key.isPrivate()) throw misuse(`${path}: this is not a public OpenPGP key`);
    await key.getEncryptionKey();
    return key.toPublic().write();
  } catch {
    throw misuse(`${path}: no public OpenPGP key that can be encrypted to`);
  }
}
