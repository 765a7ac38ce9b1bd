import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKey } from 'openpgp';
import { fromUtf8 } from '#crypto';
import { pushKeyFiles } from '../../../cli/src/push-key.js';
import { workerConfig } from '../config.js';
import { readChannelSettings } from './channel-files.js';

const folder = mkdtempSync(join(tmpdir(), 'amparo-channels-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const NEEDED = {
  DATABASE_URL: 'postgresql://127.0.0.1/x',
  AMPARO_PIN_FILE: 'x',
  AMPARO_DISPATCH_KEY_FILE: 'x',
  AMPARO_DISPATCH_SIGN_KEY_FILE: 'x',
  AMPARO_WEBHOOK_KEY_FILE: 'x',
  AMPARO_INDEX_KEY_FILE: 'x',
  AMPARO_MEMORY_FILE: 'memory.json',
};
const read = (env: Record<string, string>) => readChannelSettings(workerConfig.parse({ ...NEEDED, ...env }));
let pgp: string;
beforeAll(async () => {
  pgp = (await generateKey({ userIDs: [{ name: 'amparo' }], format: 'object' })).privateKey.armor();
});

const mail = (url: string, more: Record<string, string> = {}) =>
  read({ AMPARO_SMTP_URL_FILE: file('smtp', `${url}\n`), AMPARO_MAIL_FROM: 'a@b.example', ...more });

describe('what the operator configures for channels', () => {
  it('may be nothing at all', async () => {
    expect(await read({})).toEqual({ mail: null, push: null, sms: null });
  });

  it.each([
    [
      'smtps://amparo:p%40ss@relay.example',
      { port: 465, implicitTls: true, login: { user: 'amparo', pass: 'p@ss' } },
    ],
    ['smtp://relay.example', { port: 587, implicitTls: false, login: null }],
    ['smtp://relay.example:25', { port: 25, mayBePlain: false }],
  ])('a relay: %s', async (url, relay) => {
    expect((await mail(url)).mail?.relay).toMatchObject({ host: 'relay.example', ...relay });
  });

  it('a relay without TLS only where it is allowed by name', async () => {
    const allowed = { AMPARO_WEBHOOK_ALLOW: 'relay.example:25' };
    expect((await mail('smtp://relay.example:25', allowed)).mail?.relay.mayBePlain).toBe(true);
    expect((await mail('smtp://relay.example:26', allowed)).mail?.relay.mayBePlain).toBe(false);
  });

  it('the key of web push, as the ceremony writes it: the browsers’ half fits', async () => {
    const [secret, known] = pushKeyFiles();
    const path = file('push.json', fromUtf8(secret!.content));
    const { push } = await read({ AMPARO_PUSH_KEY_FILE: path, AMPARO_PUSH_CONTACT: 'mailto:a@b.example' });
    const { publicKey } = JSON.parse(fromUtf8(known!.content)) as { publicKey: string };
    expect(push?.publicKey).toBe(publicKey);
  });

  it('a key of its own for what goes to readers’ OpenPGP keys', async () => {
    const { mail: made } = await mail('smtp://relay.example', { AMPARO_MAIL_PGP_KEY_FILE: file('pgp', pgp) });
    expect(made?.signingKey?.isPrivate()).toBe(true);
  });

  it.each([
    ['AMPARO_SMTP_URL_FILE', 'https://user:hunter2@relay.example', 'holds no smtp'],
    ['AMPARO_MAIL_PGP_KEY_FILE', 'hunter2', 'not an armored OpenPGP private key'],
    ['AMPARO_PUSH_KEY_FILE', '{"kind":"hunter2"}', 'another form'],
    ['AMPARO_SMS_FILE', 'hunter2', 'not JSON'],
  ])('%s that is wrong is refused in words that repeat nothing of it', async (variable, content, words) => {
    const env = {
      AMPARO_SMTP_URL_FILE: file('fine', 'smtp://relay.example'),
      AMPARO_MAIL_FROM: 'a@b.example',
      AMPARO_PUSH_CONTACT: 'mailto:a@b.example',
      [variable]: file('wrong', content),
    };
    const refused = await read(env).catch((error: unknown) => String(error));
    expect(refused).toContain(`${variable}: `);
    expect(refused).toContain(words);
    expect(refused).not.toContain('hunter2');
  });
});
