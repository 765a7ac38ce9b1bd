import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { decrypt, generateKey, readMessage, readPrivateKey, type PrivateKey } from 'openpgp';
import { cryptoReady } from '#crypto';
import { emailBench, newPgpKey, NOW } from '../../test/channel-benches.js';
import { MailRelay } from '../../test/mail-relay.js';
import { emailChannel, type Relay } from './email.channel.js';

beforeAll(() => cryptoReady());

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  for (const one of open.splice(0)) await one.close();
});
const kept = async <T extends { close(): Promise<void> }>(making: Promise<T>): Promise<T> => {
  const made = await making;
  open.push(made);
  return made;
};

const TEXT = 'Urgencia: U1\nLugar: Ucayali\nLlamar a: +51 1 000 0000\n';
const ring = {
  id: '2a7f1f9c-51f2-4a4e-8a54-1f3f8f1f0c01',
  noticeId: '6f0f7ad6-0d7a-4f1e-9a53-0b7f6f3a1c11',
  noticedAt: NOW,
  occasion: 'alert',
  language: 'es',
  inFull: () => Promise.resolve(TEXT),
} as const;
const to = { kind: 'email', address: 'guardia@ally.example', openpgp: null } as const;

async function through(relay: MailRelay, more: Partial<Relay>, signingKey: PrivateKey | null = null) {
  const plain = { host: '127.0.0.1', port: relay.port, implicitTls: false, mayBePlain: true, login: null };
  const from = 'avisos@amparo.example';
  return emailChannel({ from, signingKey, relay: { ...plain, ...more }, timeoutMs: 5_000 }).ring(to, ring);
}

describe('an e-mail', () => {
  it('comes from the platform, says so little that a lock screen may show it, and asks for no answer', async () => {
    const bench = await kept(emailBench());
    await bench.ring(ring);
    const [{ to: recipient, raw } = { to: '', raw: '' }] = bench.relay.accepted;
    expect(recipient).toBe('guardia@ally.example');
    expect(raw).toContain('From: avisos@amparo.example\r\n');
    expect(raw).toContain(`Message-ID: <msg_${ring.id}@amparo.example>\r\n`);
    expect(raw).toContain('Auto-Submitted: auto-generated\r\n');
    expect(raw).toContain(Buffer.from('Tiene un mensaje por leer').toString('base64'));
  });

  it('to whoever has an OpenPGP key holds the notice, under the same subject', async () => {
    const key = await newPgpKey();
    const bench = await kept(emailBench(key.binary));
    await bench.ring(ring);
    const raw = bench.relay.accepted[0]?.raw ?? '';
    expect(raw).toContain(Buffer.from('Tiene un mensaje por leer').toString('base64'));
    expect(raw).not.toContain('Ucayali');
    const armored = /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(raw)?.[0] ?? '';
    const { data } = await decrypt({
      message: await readMessage({ armoredMessage: armored }),
      decryptionKeys: await readPrivateKey({ armoredKey: key.secret }),
    });
    expect(String(data).replace(/\r/g, '').trimEnd()).toBe(TEXT.trimEnd());
  });

  it('is signed where the operator made a key for the platform', async () => {
    const reader = await newPgpKey();
    const platform = await generateKey({ userIDs: [{ name: 'amparo' }], format: 'object' });
    const relay = await kept(MailRelay.listen());
    const from = 'avisos@amparo.example';
    const where = { host: '127.0.0.1', port: relay.port, implicitTls: false, mayBePlain: true, login: null };
    const channel = emailChannel({ from, signingKey: platform.privateKey, relay: where, timeoutMs: 5_000 });
    await channel.ring({ ...to, openpgp: reader.binary }, ring);
    const raw = relay.accepted[0]?.raw ?? '';
    const armored = /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(raw)?.[0] ?? '';
    const { signatures } = await decrypt({
      message: await readMessage({ armoredMessage: armored }),
      decryptionKeys: await readPrivateKey({ armoredKey: reader.secret }),
      verificationKeys: platform.publicKey,
    });
    expect(await signatures[0]?.verified).toBe(true);
  });

  it('rings all the same where the OpenPGP key cannot be used', async () => {
    const bench = await kept(emailBench(new Uint8Array([1, 2, 3])));
    expect(await bench.ring(ring)).toEqual({ kind: 'relayed' });
    expect(bench.relay.accepted[0]?.raw).toContain('text/plain');
  });

  it('does not go to a relay without TLS unless that relay is allowed without', async () => {
    const relay = await kept(MailRelay.listen());
    expect(await through(relay, { mayBePlain: false })).toMatchObject({ kind: 'failed', because: 'tls' });
    expect(relay.accepted).toEqual([]);
  });

  it('does not go to a relay whose certificate nobody vouches for', async () => {
    // The server says aloud that its certificate is for tests, which is what this one is about.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const relay = await kept(MailRelay.listen({ speaksTls: true }));
    expect(await through(relay, { mayBePlain: false })).toMatchObject({ kind: 'failed', because: 'tls' });
    expect(relay.accepted).toEqual([]);
  });

  it('logs in where it must, and takes a wrong login for a refusal of ours, not of the reader', async () => {
    const relay = await kept(MailRelay.listen());
    expect(await through(relay, { login: { user: 'amparo', pass: 'right' } })).toEqual({ kind: 'relayed' });
    expect(await through(relay, { login: { user: 'amparo', pass: 'wrong' } })).toMatchObject({
      kind: 'failed',
      because: 'refused',
    });
    expect(relay.logins).toContain('amparo');
  });

  it('disables an address only for "no such mailbox", not for every 550', async () => {
    const relay = await kept(MailRelay.listen());
    relay.refusal = { code: 550, text: '5.7.1 blocked by policy' };
    expect(await through(relay, {})).toMatchObject({ kind: 'failed', because: 'refused' });
    relay.refusal = { code: 550, text: '5.1.1 no such user' };
    expect(await through(relay, {})).toEqual({ kind: 'gone' });
  });
});
