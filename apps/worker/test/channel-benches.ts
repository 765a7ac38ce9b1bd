/**
 * One bench for each channel: the channel as it runs in production, a real server on 127.0.0.1 at its other end, and a reader of
 * everything that arrived there, opened as far as anybody between the two or the receiver's software could open it.
 */
import { createECDH, createHash, randomBytes } from 'node:crypto';
import ece from 'http_ece';
import { generateKey } from 'openpgp';
import { newSignKeyPair, type ChannelKind, type OwnChannel, type SignKeyPair } from '#crypto';
import { capChannel, type SignedCapEntry } from '../src/channels/cap.channel.js';
import {
  type Channel,
  ringBy,
  notConfigured,
  type Channels,
  type Ring,
} from '../src/channels/channel.port.js';
import { checkedPost, type PostRules } from '../src/channels/checked-post.js';
import { emailChannel } from '../src/channels/email.channel.js';
import { pushChannel } from '../src/channels/push.channel.js';
import { smsChannel, smsGateway } from '../src/channels/sms.channel.js';
import { webhookChannel } from '../src/channels/webhook.channel.js';
import { systemResolve } from '#outgoing';
import { HttpDouble } from './http-double.js';
import { MailRelay } from './mail-relay.js';
import type { RingResult } from '#alerts/domain';

/** How the other side behaves. */
export type Mood = 'takes' | 'busy' | 'refuses' | 'gone' | 'silent' | 'redirects';

export interface Bench {
  readonly to: OwnChannel;
  ring(ring: Ring): Promise<RingResult>;
  be(mood: Mood): void;
  /** All that arrived, opened; one text for each message. */
  arrived(): readonly string[];
  /** How long each message was on its way. */
  sizes(): readonly number[];
  /** What the receiver would recognise a repetition by. */
  ids(): readonly string[];
  close(): Promise<void>;
}

export const NOW = new Date('2026-03-02T10:00:00Z');
/** Nobody waits for what answers; nobody should wait long for what never will. */
const patience = (mood: Mood): number => (mood === 'silent' ? 300 : 10_000);
const clock = () => NOW;

function channelsWith<K extends ChannelKind>(kind: K, channel: Channel<K>): Channels {
  const none = {
    webhook: notConfigured,
    email: notConfigured,
    push: notConfigured,
    sms: notConfigured,
    cap: notConfigured,
  };
  return { ...none, [kind]: channel };
}

export const rules = (allowed: readonly string[] = [], mood: Mood = 'takes'): PostRules => ({
  allowed: new Set(allowed),
  resolve: systemResolve,
  timeoutMs: patience(mood),
});

const STATUS: Readonly<Record<Exclude<Mood, 'silent'>, number>> = {
  takes: 201,
  busy: 429,
  refuses: 400,
  gone: 410,
  redirects: 307,
};

function behave(server: HttpDouble, mood: Mood): void {
  server.answer =
    mood === 'silent'
      ? 'hang'
      : { status: STATUS[mood], headers: { 'retry-after': '90', location: `http://${server.address}/else` } };
}

const sizeOf = ({ url, headers, body }: HttpDouble['arrivals'][number]): number =>
  url.length + JSON.stringify(headers).length + body.length;

export const ALL_HTTP: readonly Mood[] = ['takes', 'busy', 'refuses', 'gone', 'silent', 'redirects'];

export const WEBHOOK_SECRET = randomBytes(32);
export async function webhookBench(keys: SignKeyPair): Promise<Bench & { readonly server: HttpDouble }> {
  const server = await HttpDouble.listen();
  let now: Mood = 'takes';
  const channels = (mood: Mood) =>
    channelsWith(
      'webhook',
      webhookChannel(checkedPost(rules([server.address], mood)), keys.secretKey, clock),
    );
  const to = { kind: 'webhook', url: `http://${server.address}/hook`, secret: WEBHOOK_SECRET } as const;
  return {
    server,
    to,
    ring: (ring) => ringBy(channels(now), to, ring),
    be: (mood) => {
      now = mood;
      behave(server, mood);
    },
    arrived: () =>
      server.arrivals.map(({ headers, url, body }) => url + JSON.stringify(headers) + body.toString()),
    sizes: () => server.arrivals.map(sizeOf),
    ids: () => server.arrivals.map(({ headers }) => String(headers['webhook-id'])),
    close: () => server.close(),
  };
}

export async function pushBench(): Promise<Bench & { readonly server: HttpDouble }> {
  const server = await HttpDouble.listen();
  let now: Mood = 'takes';
  const [browser, platform] = [createECDH('prime256v1'), createECDH('prime256v1')];
  browser.generateKeys();
  platform.generateKeys();
  const auth = randomBytes(16);
  const identity = {
    publicKey: platform.getPublicKey('base64url'),
    privateKey: platform.getPrivateKey('base64url'),
    contact: 'mailto:operator@amparo.example',
  };
  const channels = (mood: Mood) =>
    channelsWith('push', pushChannel(checkedPost(rules([server.address], mood)), identity));
  const to = {
    kind: 'push',
    endpoint: `http://${server.address}/send/1`,
    p256dh: new Uint8Array(browser.getPublicKey()),
    auth: new Uint8Array(auth),
  } as const;
  const opened = (body: Buffer): string =>
    ece.decrypt(body, { version: 'aes128gcm', privateKey: browser, authSecret: auth }).toString();
  return {
    server,
    to,
    ring: (ring) => ringBy(channels(now), to, ring),
    be: (mood) => {
      now = mood;
      behave(server, mood);
    },
    arrived: () =>
      server.arrivals.map(({ headers, url, body }) => url + JSON.stringify(headers) + opened(body)),
    sizes: () => server.arrivals.map(sizeOf),
    ids: () => server.arrivals.map(({ headers }) => String(headers['topic'])),
    close: () => server.close(),
  };
}

export async function smsBench(
  contentType: 'application/json' | 'application/x-www-form-urlencoded' = 'application/json',
): Promise<Bench & { readonly server: HttpDouble }> {
  const server = await HttpDouble.listen();
  let now: Mood = 'takes';
  const body =
    contentType === 'application/json'
      ? '{"to":"{number}","text":"{text}","ref":"{id}"}'
      : 'to={number}&text={text}&ref={id}';
  const gateway = smsGateway.parse({
    url: `http://${server.address}/send`,
    headers: { Authorization: 'Bearer {secret}' },
    contentType,
    body,
  });
  const channels = (mood: Mood) =>
    channelsWith('sms', smsChannel(checkedPost(rules([server.address], mood)), gateway, 's"3&cret'));
  const to = { kind: 'sms', number: '+51900000000' } as const;
  return {
    server,
    to,
    ring: (ring) => ringBy(channels(now), to, ring),
    be: (mood) => {
      now = mood;
      behave(server, mood);
    },
    arrived: () => server.arrivals.map((one) => one.url + JSON.stringify(one.headers) + one.body.toString()),
    sizes: () => server.arrivals.map(sizeOf),
    ids: () => server.arrivals.map(({ headers }) => String(headers['idempotency-key'])),
    close: () => server.close(),
  };
}

export async function newPgpKey(): Promise<{ readonly secret: string; readonly binary: Uint8Array }> {
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ name: 'guardia' }],
    format: 'object',
  });
  return { secret: privateKey.armor(), binary: publicKey.write() };
}

export async function emailBench(
  openpgp: Uint8Array | null = null,
): Promise<Bench & { readonly relay: MailRelay }> {
  const relay = await MailRelay.listen();
  let now: Mood = 'takes';
  const channels = (mood: Mood) =>
    channelsWith(
      'email',
      emailChannel({
        from: 'avisos@amparo.example',
        signingKey: null,
        relay: { host: '127.0.0.1', port: relay.port, implicitTls: false, mayBePlain: true, login: null },
        timeoutMs: patience(mood),
      }),
    );
  const to = { kind: 'email', address: 'guardia@ally.example', openpgp } as const;
  const refusals = {
    busy: { code: 451, text: '4.7.1 later' },
    refuses: { code: 554, text: '5.7.1 no' },
    gone: { code: 550, text: '5.1.1 no such user' },
  } as const;
  return {
    relay,
    to,
    ring: (ring) => ringBy(channels(now), to, ring),
    be: (mood) => {
      now = mood;
      relay.silent = mood === 'silent';
      relay.refusal = mood === 'busy' || mood === 'refuses' || mood === 'gone' ? refusals[mood] : null;
    },
    arrived: () => relay.accepted.map(({ to: rcpt, raw }) => rcpt + raw + inBase64(raw)),
    sizes: () => relay.accepted.map(({ raw }) => raw.length),
    ids: () => relay.accepted.map(({ raw }) => /^Message-ID: (.*)\r$/m.exec(raw)?.[1] ?? 'none'),
    close: () => relay.close(),
  };
}

/** What a mail program would show of encoded words and parts. */
const inBase64 = (raw: string): string =>
  [...raw.matchAll(/[A-Za-z0-9+/=\r\n]{20,}/g)]
    .map(([part]) => Buffer.from(part.replace(/\s/g, ''), 'base64').toString())
    .join('\n');

export function capBench(
  keys: SignKeyPair = newSignKeyPair(),
): Promise<Bench & { readonly kept: SignedCapEntry[] }> {
  const kept: SignedCapEntry[] = [];
  const feed = new Uint8Array(createHash('sha256').update('feed').digest());
  const channels = channelsWith(
    'cap',
    capChannel({
      keep: (entry) => {
        kept.push(entry);
        return Promise.resolve();
      },
      webhookSecretKey: keys.secretKey,
      sender: 'test.amparo.example',
      clock,
    }),
  );
  const to = { kind: 'cap', token: feed } as const;
  return Promise.resolve({
    kept,
    to,
    ring: (ring) => ringBy(channels, to, ring),
    be: () => undefined,
    arrived: () => kept.map(({ document }) => document),
    sizes: () => kept.map(({ document }) => document.length),
    ids: () => kept.map(({ id }) => id),
    close: () => Promise.resolve(),
  });
}
