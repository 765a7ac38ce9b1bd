/**
 * Everything outside that a channel can reach, as real servers on 127.0.0.1: doors for webhooks and push messages, one for each
 * person, the operator's mail relay, an SMS gateway. What arrived is told as whoever stands between would see it, and apart from
 * that, opened with the keys of the person it was for.
 */
import { createECDH, randomBytes, type ECDH } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ece from 'http_ece';
import { decrypt, readMessage, readPrivateKey } from 'openpgp';
import { cryptoReady, type ChannelKind, type OwnChannel } from '#crypto';
import { createChannelSettings, newFeed } from '#sdk/member';
import { newPgpKey } from '../../apps/worker/test/channel-benches.js';
import { HttpDouble } from '../../apps/worker/test/http-double.js';
import { MailRelay } from '../../apps/worker/test/mail-relay.js';
import { feedOf } from './feed.js';
import type { Environment } from './life.js';
import type { Colleague, World } from './world.js';

/** `openpgp`: e-mail to somebody who has a key. */
export type Way = ChannelKind | 'openpgp';
export const WAYS: readonly Way[] = ['webhook', 'email', 'openpgp', 'push', 'sms', 'cap'];

export interface Arrival {
  readonly way: Way;
  /** All that is readable on the way: address, headers, and a body that nobody encrypted. */
  readonly seen: string;
  /** What the person's own software opens; null where nothing was encrypted. */
  readonly opened: string | null;
}

interface Addressee {
  readonly door: HttpDouble;
  readonly number: string;
  readonly browser: ECDH;
  readonly auth: Buffer;
  readonly pgp: { readonly secret: string; readonly binary: Uint8Array };
  readonly feed: { readonly token: string; readonly hash: Uint8Array };
}

const MAIL_DOMAIN = 'correo.example';
const OPENPGP_DOMAIN = 'cifrado.example';

export class Outside {
  private constructor(
    private readonly dir: string,
    private readonly people: ReadonlyMap<string, Addressee>,
    readonly relay: MailRelay,
    readonly gateway: HttpDouble,
  ) {}

  static async open(handles: readonly string[]): Promise<Outside> {
    await cryptoReady();
    const people = await Promise.all(
      handles.map(async (handle, at) => [handle, await addressee(at)] as const),
    );
    const [relay, gateway] = await Promise.all([MailRelay.listen(), HttpDouble.listen()]);
    return new Outside(mkdtempSync(join(tmpdir(), 'amparo-outside-')), new Map(people), relay, gateway);
  }

  /** What a worker must be told to reach all of it. */
  get workerEnv(): Environment {
    const platform = createECDH('prime256v1');
    platform.generateKeys();
    const seed = Buffer.concat([Buffer.alloc(32), platform.getPrivateKey()])
      .subarray(-32)
      .toString('base64url');
    const relay = `127.0.0.1:${String(this.relay.port)}`;
    const doors = [...this.people.values()].map(({ door }) => door.address);
    return {
      AMPARO_WEBHOOK_ALLOW: [relay, this.gateway.address, ...doors].join(','),
      AMPARO_SMTP_URL_FILE: this.#file('relay', `smtp://${relay}`),
      AMPARO_MAIL_FROM: 'avisos@amparo.example',
      AMPARO_PUSH_KEY_FILE: this.#file(
        'push',
        JSON.stringify({ kind: 'amparo/secret/1', use: 'push', seed }),
      ),
      AMPARO_PUSH_CONTACT: 'mailto:operador@amparo.example',
      AMPARO_SMS_FILE: this.#file(
        'sms',
        JSON.stringify({
          url: `http://${this.gateway.address}/send`,
          headers: { Authorization: 'Bearer {secret}' },
          contentType: 'application/json',
          body: '{"to":"{number}","text":"{text}","ref":"{id}"}',
        }),
      ),
      AMPARO_SMS_SECRET_FILE: this.#file('sms-secret', 'contrato'),
    };
  }

  channel(handle: string, way: Way): OwnChannel {
    const { door, number, browser, auth, pgp, feed } = this.#of(handle);
    switch (way) {
      case 'webhook':
        return { kind: 'webhook', url: `http://${door.address}/hook`, secret: randomBytes(32) };
      case 'email':
        return { kind: 'email', address: `${handle}@${MAIL_DOMAIN}`, openpgp: null };
      case 'openpgp':
        return { kind: 'email', address: `${handle}@${OPENPGP_DOMAIN}`, openpgp: pgp.binary };
      case 'push':
        return {
          kind: 'push',
          endpoint: `http://${door.address}/push`,
          p256dh: new Uint8Array(browser.getPublicKey()),
          auth: new Uint8Array(auth),
        };
      case 'sms':
        return { kind: 'sms', number };
      case 'cap':
        return { kind: 'cap', token: feed.hash };
    }
  }

  /** The person is rung by these from now on, in this order. */
  async rings(world: World, { session }: Colleague, handle: string, ...ways: readonly Way[]): Promise<void> {
    const channels = ways.map((way) => this.channel(handle, way));
    const set = await createChannelSettings(session, await world.directory()).set({
      language: 'es',
      channels,
    });
    if (!set.ok) throw new Error(`${handle} has no channels: ${set.reason}`);
  }

  /** How the door of one person answers webhooks and push messages from now on. */
  door(handle: string): HttpDouble {
    return this.#of(handle).door;
  }

  /** All that ever arrived for this person, by whatever way; the person's software looks into the feed, too. */
  async arrivals(world: World, handle: string): Promise<readonly Arrival[]> {
    return [
      ...this.#atDoor(handle),
      ...(await this.#mails(handle)),
      ...this.#messages(handle),
      ...(await feedOf(world.origin, this.#of(handle).feed.token)).map((seen): Arrival => ({
        way: 'cap',
        seen,
        opened: null,
      })),
    ];
  }

  async close(): Promise<void> {
    const doors = [...this.people.values()].map(({ door }) => door.close());
    await Promise.all([this.relay.close(), this.gateway.close(), ...doors]);
    rmSync(this.dir, { recursive: true, force: true });
  }

  #atDoor(handle: string): readonly Arrival[] {
    const { door, browser, auth } = this.#of(handle);
    return door.arrivals.map(({ url, headers, body }): Arrival => {
      const seen = `${url}\n${JSON.stringify(headers)}`;
      if (url !== '/push') return { way: 'webhook', seen: `${seen}\n${body.toString()}`, opened: null };
      const opened = ece.decrypt(body, { version: 'aes128gcm', privateKey: browser, authSecret: auth });
      return { way: 'push', seen, opened: opened.toString() };
    });
  }

  async #mails(handle: string): Promise<readonly Arrival[]> {
    const plain = this.relay.accepted.filter(({ to }) => to === `${handle}@${MAIL_DOMAIN}`);
    const sealed = this.relay.accepted.filter(({ to }) => to === `${handle}@${OPENPGP_DOMAIN}`);
    const { secret } = this.#of(handle).pgp;
    return [
      ...plain.map(({ raw }): Arrival => ({ way: 'email', seen: readable(raw), opened: null })),
      ...(await Promise.all(
        sealed.map(async ({ raw }): Promise<Arrival> => {
          return { way: 'openpgp', seen: readable(raw), opened: await openedBy(secret, raw) };
        }),
      )),
    ];
  }

  #messages(handle: string): readonly Arrival[] {
    const { number } = this.#of(handle);
    return this.gateway.arrivals
      .filter(({ body }) => (JSON.parse(body.toString()) as { to: string }).to === number)
      .map(({ url, headers, body }): Arrival => {
        return { way: 'sms', seen: `${url}\n${JSON.stringify(headers)}\n${body.toString()}`, opened: null };
      });
  }

  #of(handle: string): Addressee {
    const found = this.people.get(handle);
    if (!found) throw new Error(`${handle} has no address outside`);
    return found;
  }

  #file(name: string, content: string): string {
    const path = join(this.dir, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }
}

async function addressee(at: number): Promise<Addressee> {
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  return {
    door: await HttpDouble.listen(),
    number: `+5190000${String(at).padStart(4, '0')}`,
    browser,
    auth: randomBytes(16),
    pgp: await newPgpKey(),
    feed: newFeed(),
  };
}

/** Headers and parts as a mail program shows them, beside the bytes themselves. */
function readable(raw: string): string {
  const parts = raw.includes('BEGIN PGP MESSAGE') ? [] : [...raw.matchAll(/[A-Za-z0-9+/=\r\n]{12,}/g)];
  const words = [...raw.matchAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi)].map(([, as = '', word = '']) =>
    as.toUpperCase() === 'B'
      ? inBase64(word)
      : decodeURIComponent(word.replaceAll('_', ' ').replaceAll('=', '%')),
  );
  return [raw, ...parts.map(([part]) => inBase64(part.replace(/\s/g, ''))), ...words].join('\n');
}

const inBase64 = (text: string): string => Buffer.from(text, 'base64').toString();

async function openedBy(armoredKey: string, raw: string): Promise<string> {
  const [armored = ''] = /-----BEGIN PGP MESSAGE-----[^]*-----END PGP MESSAGE-----/.exec(raw) ?? [];
  const message = await readMessage({ armoredMessage: armored });
  const { data } = await decrypt({ message, decryptionKeys: await readPrivateKey({ armoredKey }) });
  return String(data);
}
