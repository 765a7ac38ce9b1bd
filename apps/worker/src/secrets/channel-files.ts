/**
 * What the operator configures for channels, from files: relay and login, the key of web push, the description of an SMS gateway.
 * None is needed to start: members whose channel is not configured are rung the next way. A file that is there and wrong is
 * refused at boot, in a sentence that names the variable and never repeats what the file holds.
 */
import { readFile } from 'node:fs/promises';
import { createECDH } from 'node:crypto';
import { readPrivateKey, type PrivateKey } from 'openpgp';
import { z } from 'zod';
import type { MailOptions, Relay } from '../channels/email.channel.js';
import type { ChannelSettings } from '../channels/make-channels.js';
import type { PushIdentity } from '../channels/push.channel.js';
import { smsGateway } from '../channels/sms.channel.js';
import type { WorkerConfig } from '../config.js';
import { KeyFileError } from './key-files.js';

export async function readChannelSettings(config: WorkerConfig): Promise<ChannelSettings> {
  return { mail: await mailOf(config), push: await pushOf(config), sms: await smsOf(config) };
}

async function textOf(variable: string, path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new KeyFileError(`${variable}: the file cannot be read (${code})`);
  }
}

async function jsonOf<T>(variable: string, path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await textOf(variable, path);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new KeyFileError(`${variable}: the file is not JSON`);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new KeyFileError(
    `${variable}: the file has another form (at "${parsed.error.issues[0]?.path.join('.') ?? ''}")`,
  );
}

async function mailOf(config: WorkerConfig): Promise<MailOptions | null> {
  const { AMPARO_SMTP_URL_FILE: path, AMPARO_MAIL_FROM: from, AMPARO_MAIL_PGP_KEY_FILE: keyPath } = config;
  if (path === undefined || from === undefined) return null;
  const relay = relayOf(await textOf('AMPARO_SMTP_URL_FILE', path), config.AMPARO_WEBHOOK_ALLOW);
  return { from, relay, signingKey: keyPath === undefined ? null : await pgpKeyOf(keyPath) };
}

/** `smtps://user:password@host:465` or `smtp://…:587`, which then must offer STARTTLS. */
function relayOf(text: string, allowed: ReadonlySet<string>): Relay {
  const wrong = new KeyFileError('AMPARO_SMTP_URL_FILE: the file holds no smtp:// or smtps:// address');
  if (!URL.canParse(text)) throw wrong;
  const url = new URL(text);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') throw wrong;
  const implicitTls = url.protocol === 'smtps:';
  const port = url.port === '' ? (implicitTls ? 465 : 587) : Number(url.port);
  const login =
    url.username === ''
      ? null
      : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, port, implicitTls, login, mayBePlain: allowed.has(`${url.hostname}:${String(port)}`) };
}

async function pgpKeyOf(path: string): Promise<PrivateKey> {
  const armoredKey = await textOf('AMPARO_MAIL_PGP_KEY_FILE', path);
  const key = await readPrivateKey({ armoredKey }).catch(() => null);
  if (!key?.isDecrypted())
    throw new KeyFileError(
      'AMPARO_MAIL_PGP_KEY_FILE: not an armored OpenPGP private key without a passphrase',
    );
  return key;
}

const pushKey = z.strictObject({
  kind: z.literal('amparo/secret/1'),
  use: z.literal('push'),
  seed: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

async function pushOf(config: WorkerConfig): Promise<PushIdentity | null> {
  const { AMPARO_PUSH_KEY_FILE: path, AMPARO_PUSH_CONTACT: contact } = config;
  if (path === undefined || contact === undefined) return null;
  const { seed } = await jsonOf('AMPARO_PUSH_KEY_FILE', path, pushKey);
  const pair = createECDH('prime256v1');
  try {
    pair.setPrivateKey(seed, 'base64url');
  } catch {
    throw new KeyFileError('AMPARO_PUSH_KEY_FILE: the file holds no P-256 key');
  }
  return { privateKey: seed, publicKey: pair.getPublicKey('base64url'), contact };
}

async function smsOf(config: WorkerConfig): Promise<ChannelSettings['sms']> {
  const { AMPARO_SMS_FILE: path, AMPARO_SMS_SECRET_FILE: secretPath } = config;
  if (path === undefined) return null;
  const gateway = await jsonOf('AMPARO_SMS_FILE', path, smsGateway);
  const secret = secretPath === undefined ? '' : await textOf('AMPARO_SMS_SECRET_FILE', secretPath);
  if (/[\r\n]/.test(secret)) throw new KeyFileError('AMPARO_SMS_SECRET_FILE: the secret is one line');
  return { gateway, secret };
}
