/**
 * Reports carried by hand to a real api, with the command line that people use: damaged, in part, twice, through two carriers,
 * sealed to keys that are retired; and the receipts back to the sender, who trusts neither carrier nor server.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeRootPin, envelopeDigest, newSignKeyPair, signAcceptance, toHex } from '#crypto';
import { createOutbox, createTransport } from '#sdk';
import { writeReceipts } from '#sdk/carried';
import { fileStorage } from '#sdk/node-storage';
import { main } from '../../apps/cli/src/main.js';
import { outerEnvelope, startApi, type TestApi } from './api-process.js';

const root = mkdtempSync(join(tmpdir(), 'amparo-carried-'));
const at = (name: string): string => join(root, name);
const sender = at('sender');
const envelopes: Uint8Array[] = [];
let api: TestApi;

interface Ran {
  readonly code: number;
  readonly out: Record<string, unknown>;
  readonly err: string;
}

/** The command line in this process, with --json. */
async function amparo(...args: string[]): Promise<Ran> {
  const lines = { out: '', err: '' };
  const { write: toOut } = process.stdout;
  const { write: toErr } = process.stderr;
  process.stdout.write = (chunk: string | Uint8Array): boolean => ((lines.out += String(chunk)), true);
  process.stderr.write = (chunk: string | Uint8Array): boolean => ((lines.err += String(chunk)), true);
  try {
    const code = await main([
      'node',
      'amparo',
      ...args,
      '--json',
      '--api',
      `http://127.0.0.1:${String(api.port)}`,
    ]);
    return { code, out: JSON.parse(lines.out.split('\n')[0] ?? '{}'), err: lines.err };
  } finally {
    process.stdout.write = toOut;
    process.stderr.write = toErr;
  }
}

/** A carrier has a home of its own and no pin; the sender has the pin. */
const asCarrier = (...args: string[]) => amparo(...args, '--home', at('carrier'));
const asSender = (...args: string[]) => amparo(...args, '--home', sender, '--pin', at('pin.json'));
const waiting = (): string[] => readdirSync(join(sender, 'outbox')).sort();
interface Row {
  readonly channel: string | null;
  readonly assurance: string;
  readonly quarantine: string | null;
}
const stored = async (envelope: Uint8Array): Promise<Row[]> => {
  const sql = 'select channel, assurance, quarantine from report where digest = $1';
  return (await api.admin.query<Row>(sql, [envelopeDigest(envelope)])).rows;
};

beforeAll(async () => {
  process.env['AMPARO_STATE'] = at('no-demo-here');
  api = await startApi();
  await api.publish();
  const { currentKeySet, retiredKeySet, pin } = api.deployment;
  writeFileSync(at('pin.json'), encodeRootPin(pin));
  const outbox = createOutbox({
    storage: fileStorage(sender),
    transport: createTransport({ url: 'http://127.0.0.1:1/graphql' }),
    sleep: () => Promise.resolve(),
  });
  const sets = [currentKeySet, currentKeySet, currentKeySet, retiredKeySet, currentKeySet];
  for (const [n, set] of sets.entries()) {
    const envelope = outerEnvelope(set, n === 2 ? 16384 : 8192);
    envelopes.push(envelope);
    expect(await outbox.keep(envelope)).toMatchObject({ ok: true });
  }
});
afterAll(async () => {
  delete process.env['AMPARO_STATE'];
  await api.stop();
  rmSync(root, { recursive: true, force: true });
});

describe('reports carried by hand', () => {
  it('are bundled from the outbox, where they stay until their receipt is proven', async () => {
    const made = await asSender('bundle', 'make', '--outbox', '--out', at('all.bundle'));
    expect(made).toMatchObject({ code: 0, out: { envelopes: 5 } });
    expect(waiting()).toHaveLength(5);
    expect(await asCarrier('bundle', 'check', at('all.bundle'))).toMatchObject({
      code: 0,
      out: { troubles: [] },
    });
  });

  it('arrive, all but the one that was damaged, and that one is named', async () => {
    const bytes = readFileSync(at('all.bundle'));
    bytes[145 + 4000] = (bytes[145 + 4000] ?? 0) ^ 1;
    writeFileSync(at('damaged.bundle'), bytes);
    const went = await asCarrier('relay', at('damaged.bundle'));
    expect(went.out).toEqual({
      envelopes: 4,
      outcomes: { accepted: 4 },
      troubles: ['envelope 1 of 5 is damaged'],
      receipts: at('damaged.bundle.receipts'),
    });
    expect(went.code).toBe(1);
    const there = await Promise.all(envelopes.map(stored));
    expect(there.filter((rows) => rows.length === 1)).toHaveLength(4);
  });

  it('leave the outbox when the sender has proof, and not before', async () => {
    const checked = await asSender('receipts', 'check', at('damaged.bundle.receipts'));
    expect(checked.code).toBe(1);
    expect(checked.out['proven']).toHaveLength(4);
    expect(checked.out['unproven']).toHaveLength(1);
    expect(waiting()).toEqual(checked.out['unproven']);
    // A carrier who invents a receipt gains nothing.
    const [missing = ''] = waiting();
    const digest = new Uint8Array(Buffer.from(missing, 'hex'));
    const receipt = signAcceptance({ digest, hour: new Date() }, newSignKeyPair().secretKey);
    const forged = writeReceipts([{ digest, receipt }]);
    if (!forged.ok) throw new Error(forged.reason);
    writeFileSync(at('forged.receipts'), forged.bytes);
    expect(await asSender('receipts', 'check', at('forged.receipts'))).toMatchObject({
      code: 1,
      out: { proven: [] },
    });
    expect(waiting()).toEqual([missing]);
  });

  it('may come a second time through another carrier, in QR parts, and take effect once', async () => {
    const parts = await asSender(
      'bundle',
      'make',
      at('all.bundle'),
      '--parts',
      'message',
      '--out',
      at('parts'),
    );
    expect(parts.code).toBe(0);
    const pictures = await asSender(
      'bundle',
      'split',
      at('all.bundle'),
      '--parts',
      'qr',
      '--out',
      at('sheets'),
    );
    expect(pictures.code).toBe(0);
    expect(readFileSync(at('sheets/sheet.html'), 'utf8')).toContain('<svg');
    const joined = await asCarrier('bundle', 'join', at('parts'), '--out', at('second.bundle'));
    expect(joined).toMatchObject({ code: 0, out: { complete: true, unreadable: 0 } });
    expect(readFileSync(at('second.bundle')).equals(readFileSync(at('all.bundle')))).toBe(true);
    const went = await asCarrier('relay', at('second.bundle'), '--receipts', at('second.receipts'));
    expect(went).toMatchObject({ code: 0, out: { outcomes: { accepted: 5 } } });
    const again = await asCarrier('relay', at('second.bundle'), '--receipts', at('second.receipts'));
    expect(again).toMatchObject({ code: 0, out: { outcomes: { 'had-receipt': 5 } } });
    for (const envelope of envelopes) expect(await stored(envelope)).toHaveLength(1);
    const { rows } = await api.admin.query(`select count(*)::int as n from outbox where kind = 'triage'`);
    expect(rows).toEqual([{ n: 5 }]);
  });

  it('are proven by a receipts file with a wrong byte, which also came in messages', async () => {
    const split = await asCarrier(
      'bundle',
      'split',
      at('second.receipts'),
      '--parts',
      'message',
      '--out',
      at('back'),
    );
    expect(split.code).toBe(0);
    await asSender('bundle', 'join', at('back'), '--out', at('back.receipts'));
    const bytes = readFileSync(at('back.receipts'));
    bytes[30] = (bytes[30] ?? 0) ^ 1;
    writeFileSync(at('back.receipts'), bytes);
    const checked = await asSender('receipts', 'check', at('back.receipts'), '--envelope', at('all.bundle'));
    expect(checked.code).toBe(0);
    expect(checked.out['unproven']).toEqual([]);
    expect(new Set(checked.out['proven'] as string[])).toEqual(
      new Set(envelopes.map((envelope) => toHex(envelopeDigest(envelope)))),
    );
    expect(waiting()).toEqual([]);
  });

  it('sealed to retired keys are accepted and marked, and none is believed about its channel without a signature', async () => {
    expect(await stored(envelopes[3]!)).toEqual([
      { channel: null, assurance: 'UNKNOWN', quarantine: 'retired-key-set' },
    ]);
    expect(await stored(envelopes[0]!)).toEqual([{ channel: null, assurance: 'UNKNOWN', quarantine: null }]);
    const { openChannel, channel } = api.deployment;
    const envelope = outerEnvelope(api.deployment.currentKeySet);
    writeFileSync(at('one.amparo'), envelope);
    const unsigned = await asSender(
      'bundle',
      'make',
      at('one.amparo'),
      '--channel',
      channel.id,
      '--out',
      at('x'),
    );
    expect(unsigned.code).toBe(2);
    const make = await asSender(
      'bundle',
      'make',
      at('one.amparo'),
      '--channel',
      openChannel.id,
      '--out',
      at('one.bundle'),
    );
    expect(make.code).toBe(0);
    expect((await asCarrier('relay', at('one.bundle'))).code).toBe(0);
    expect(await stored(envelope)).toEqual([
      { channel: openChannel.id, assurance: 'E2EE_WEB', quarantine: null },
    ]);
  });

  it('stay whole when nobody answers: the carrier is told, and nothing is written', async () => {
    const silent = await main([
      'node',
      'amparo',
      'relay',
      at('all.bundle'),
      '--json',
      '--api',
      'http://127.0.0.1:1',
      '--home',
      at('carrier'),
      '--receipts',
      at('none'),
    ]);
    expect(silent).toBe(3);
    expect(readdirSync(root)).not.toContain('none');
  }, 60_000);
});
