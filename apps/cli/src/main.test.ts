import { createServer, type Server } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { envelopeDigest, fromBase64Url, signAcceptance, signKeyPairFromSeed, toBase64Url } from '#crypto';
import { readPublication, readSeed } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { run, type Ran } from './run.fixture.js';

const root = mkdtempSync(join(tmpdir(), 'amparo-cli-'));
const deployment = join(root, 'deployment');
const home = join(root, 'home');
const text = join(root, 'my.txt');
const TEXT = 'Vinieron de noche.\nÑandú — “fin”';

/** A server that has the deployment's publication and its accept key, and can be switched off. */
async function serve(): Promise<{ url: string; server: Server; received: Uint8Array[] }> {
  const storage = fileStorage(deployment);
  const { signedHead, directory, policy } = await readPublication(storage);
  const accept = signKeyPairFromSeed(await readSeed(storage, 'secrets/accept.json', 'accept'));
  const signatures = signedHead.signatures.map(({ key, signature }) => ({
    key: toBase64Url(key),
    signature: toBase64Url(signature),
  }));
  const publication = {
    version: 1,
    head: toBase64Url(signedHead.bytes),
    signatures: toBase64Url(Buffer.from(JSON.stringify(signatures))),
    directory: toBase64Url(directory),
    policy: toBase64Url(policy),
    freshness: [],
  };
  const received: Uint8Array[] = [];
  const answer = (body: string): object => {
    const { query, variables } = JSON.parse(body) as {
      query: string;
      variables: { input?: { envelope: string } };
    };
    if (query.includes('directory {')) return { directory: publication };
    if (!query.includes('submitReport')) return { keyring: null };
    const envelope = fromBase64Url(variables.input?.envelope ?? '');
    received.push(envelope);
    const receipt = signAcceptance({ digest: envelopeDigest(envelope), hour: new Date() }, accept.secretKey);
    return { submitReport: { __typename: 'ReportAccepted', receipt: toBase64Url(receipt) } };
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => response.end(JSON.stringify({ data: answer(body) })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, received };
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

beforeAll(async () => {
  process.env['AMPARO_STATE'] = join(root, 'no-demo-here');
  writeFileSync(text, TEXT);
  const made = await run('ceremony', '--profile', 'small', '--out', deployment);
  expect(made.code).toBe(0);
}, 60_000);
afterAll(() => {
  delete process.env['AMPARO_STATE'];
  rmSync(root, { recursive: true, force: true });
});

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('amparo, wrongly used', () => {
  it.each([
    [['bogus'], "unknown command 'bogus'"],
    [['claim'], "missing required argument 'report'"],
    [['queue', '--passphrase', 'uno dos tres'], "unknown option '--passphrase'"],
    [['mailbox', '--words', 'uno dos tres'], "unknown option '--words'"],
    [['queue'], 'no root pin'],
    [['ceremony', '--out', '/nowhere'], 'either --profile'],
    [['queue', '--pin', '/nowhere/pin.json', '--api', 'http://127.0.0.1:1'], 'cannot read the pin'],
    [['directory', 'sign'], 'no root key'],
  ])('%j ends with 2 and says what is wrong', async (args, message) => {
    const { code, err, out } = await run(...args, '--home', home);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('shows help with examples, and ends with 0', async () => {
    for (const args of [['--help'], ['submit', '--help'], ['open', '--help']]) {
      const { code, out } = await run(...args);
      expect(code).toBe(0);
      expect(out).toMatch(/amparo (submit|open)/);
    }
  });

  it('gives --json a closed reason on standard output and the sentence on standard error', async () => {
    const { code, out, err } = await run('queue', '--json', '--home', home);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({ error: 'usage' });
    expect(err).toContain('no root pin');
  });
});

describe('amparo ceremony', () => {
  it('writes every file for its owner only', () => {
    const all = files(deployment);
    expect(all.length).toBeGreaterThan(20);
    for (const file of all) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('prints no secret', async () => {
    const folder = join(root, 'second');
    const { out, err } = await run('ceremony', '--profile', 'small', '--out', folder);
    const printed = out + err;
    for (const file of files(folder).filter((name) => name.endsWith('.passphrase'))) {
      expect(printed).not.toContain(readFileSync(file, 'utf8').trim());
    }
    for (const file of files(join(folder, 'secrets')).filter((name) => !name.endsWith('roster.json'))) {
      const seeds = readFileSync(file, 'utf8').match(/[\w-]{43}/g) ?? [];
      expect(seeds.length).toBeGreaterThan(0);
      for (const seed of seeds) expect(printed).not.toContain(seed);
    }
  }, 60_000);

  it('never goes over a deployment that exists', async () => {
    const before = readFileSync(join(deployment, 'public/pin.json'));
    expect(await run('ceremony', '--profile', 'small', '--out', deployment)).toMatchObject({ code: 2 });
    expect(readFileSync(join(deployment, 'public/pin.json'))).toEqual(before);
  });

  it('names the wrong line of a plan', async () => {
    const plan = join(root, 'plan.json');
    writeFileSync(plan, JSON.stringify({ organisations: [{ key: 'a', name: 'A', kind: 'police' }] }));
    const { code, err } = await run('ceremony', '--people', plan, '--out', join(root, 'third'));
    expect(code).toBe(2);
    expect(err).toContain('organisations.0.kind');
  });
});

describe('amparo submit', () => {
  let up: Awaited<ReturnType<typeof serve>>;
  const common = (): string[] => [
    '--pin',
    join(deployment, 'public/pin.json'),
    '--home',
    home,
    '--api',
    up.url,
  ];
  const submit = (...more: string[]): Promise<Ran> =>
    run('submit', text, '--act', 'THR_DEATH', ...common(), ...more);

  beforeEach(async () => {
    rmSync(home, { recursive: true, force: true });
    up = await serve();
  });
  afterEach(async () => {
    await end(up.server);
  });

  it('seals, sends, verifies the receipt, and leaves neither text nor words on the device', async () => {
    const words = join(root, 'words-1.txt');
    const { code, out } = await submit('--json', '--words-file', words);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ accepted: true, bytes: 8192, attempts: 1 });
    expect(up.received).toHaveLength(1);
    expect(statSync(words).mode & 0o777).toBe(0o600);
    const twelve = readFileSync(words, 'utf8').trim();
    expect(twelve.split(' ')).toHaveLength(12);
    for (const file of files(home)) {
      const kept = readFileSync(file);
      expect(kept.includes('Vinieron')).toBe(false);
      expect(kept.includes(twelve)).toBe(false);
    }
    expect(out).not.toContain(twelve);
  });

  it('keeps the sealed report when nobody answers (3), and sends it later', async () => {
    expect(await submit('--words-file', join(root, 'words-2.txt'), '--json')).toMatchObject({ code: 0 });
    const { url } = up;
    await end(up.server);
    const args = [
      'submit',
      text,
      '--act',
      'THR_DEATH',
      '--pin',
      join(deployment, 'public/pin.json'),
      '--home',
      home,
      '--api',
      url,
    ];
    const offline = await run(...args, '--words-file', join(root, 'words-3.txt'));
    expect(offline).toMatchObject({ code: 3, out: '' });
    expect(offline.err).toContain('kept in the outbox');
    expect(readdirSync(join(home, 'outbox'))).toHaveLength(1);
    up = await serve();
    expect(await run('submit', '--outbox', ...common())).toMatchObject({
      code: 0,
      out: 'Sent 1 report from the outbox.\n',
    });
    expect(readdirSync(join(home, 'outbox'))).toHaveLength(0);
  }, 30_000);

  it.each([
    [['--act', 'NO_SUCH_ACT'], 'NO_SUCH_ACT is not known; one of: LIFE_KILLING'],
    [['--imminence', 'soon'], '--imminence is one of'],
    [['--need', 'MONEY'], '--need MONEY is not known'],
    [['--department', 'my village'], 'routing.department'],
  ])('sends nothing for %j', async (more, message) => {
    const { err, code } = await submit(...more, '--words-file', join(root, `words-${String(more[1])}.txt`));
    expect([1, 2]).toContain(code);
    expect(err).toContain(message);
    expect(up.received).toHaveLength(0);
  });

  it('sends nothing when the words would go nowhere, or over somebody else’s', async () => {
    expect(await submit('--json')).toMatchObject({ code: 2 });
    const words = join(root, 'taken.txt');
    writeFileSync(words, 'somebody’s only words');
    expect(await submit('--words-file', words)).toMatchObject({ code: 2 });
    expect(readFileSync(words, 'utf8')).toBe('somebody’s only words');
    expect(up.received).toHaveLength(0);
  });

  it('seals nothing for an excluded desk, and tells why', async () => {
    const { code, err } = await submit(
      '--exclude',
      'Triage desk',
      '--exclude',
      'Safeguarding desk',
      '--words-file',
      join(root, 'words-5.txt'),
    );
    expect(code).toBe(1);
    expect(err).toContain('every desk that could read this holds somebody you excluded');
    expect(up.received).toHaveLength(0);
  });

  it('seals into a file that can be carried and sent elsewhere', async () => {
    const file = join(root, 'carried.amparo');
    const sealed = await run(
      'seal',
      text,
      '--act',
      'THR_DEATH',
      '--out',
      file,
      '--words-file',
      join(root, 'words-6.txt'),
      ...common(),
    );
    expect(sealed.code).toBe(0);
    expect(readFileSync(file)).toHaveLength(8192);
    expect(await run('submit', '--envelope', file, ...common())).toMatchObject({ code: 0 });
    expect(Buffer.from(up.received[0] ?? []).equals(readFileSync(file))).toBe(true);
    expect(await run('submit', '--envelope', text, ...common())).toMatchObject({ code: 2 });
  });

  it('tells wrong words by what is wrong with them, without a call', async () => {
    const words = join(root, 'wrong.txt');
    writeFileSync(words, 'uno dos tres');
    const { code, err } = await run('mailbox', '--words-file', words, ...common());
    expect(code).toBe(2);
    expect(err).toContain('There are twelve words; these are 3.');
  });

  it('does not sign in where handle and passphrase open nothing', async () => {
    const file = join(root, 'passphrase');
    writeFileSync(file, 'ocho palabras que no abren nada en absoluto');
    const { code, err } = await run('queue', '--handle', 'triage-1', '--passphrase-file', file, ...common());
    expect(code).toBe(1);
    expect(err).toContain('open no keyring here');
  });
});

describe('amparo directory', () => {
  it('signs the next head over the folder, and refuses a folder that was tampered with', async () => {
    const folder = join(root, 'signed');
    await run('ceremony', '--profile', 'small', '--out', folder);
    const signed = await run('directory', 'sign', '--state', folder, '--json');
    expect(signed.code).toBe(0);
    expect(JSON.parse(signed.out)).toEqual({ version: 2, signatures: 1, complete: true });
    writeFileSync(join(folder, 'possession.json'), '[]');
    const refused = await run('directory', 'sign', '--state', folder, '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toEqual({ error: 'unproven-key' });
  }, 60_000);
});
