/** Sealed files through the real api: piece by piece under kills, out to a desk and to nobody else, and nothing that joins them to a report. */
import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equalBytes, FILE_SIZES } from '#crypto';
import { memoryStorage } from '#sdk';
import { fetchAttachment } from '#sdk/member';
import { fileTray, sealFiles, uploadFiles, type FileToSeal, type UploadOutcome } from '#sdk/files';
import { draft } from '../support/draft.js';
import { World, type Colleague } from '../support/world.js';

const TUS = { 'tus-resumable': '1.0.0' };
const SMALL = String(FILE_SIZES[0]);
const newName = (): string => randomBytes(16).toString('hex');

describe('sealed files through the api', () => {
  let world: World;
  let rosa: Colleague;
  beforeAll(async () => {
    world = await World.begin();
    rosa = await world.signIn('rosa');
  });
  afterAll(async () => {
    await world.end();
  });

  const voice = (length: number): FileToSeal => ({
    kind: 'voice',
    form: 'original',
    type: 'audio/webm',
    bytes: new Blob([randomBytes(length)]),
    forQuorum: false,
  });

  const upload = async (tray: ReturnType<typeof fileTray>): Promise<UploadOutcome> =>
    uploadFiles({
      tray,
      origin: world.origin,
      acceptKeys: (await world.directory()).directory.servers.accept,
      sleep: (ms) => pause(Math.min(ms, 100)),
    });

  const ask = (
    path: string,
    method: string,
    headers: Record<string, string> = {},
    body?: Buffer<ArrayBuffer>,
  ) =>
    fetch(`${world.origin}/files${path}`, {
      method,
      headers: { ...TUS, ...headers },
      ...(body ? { body } : {}),
    });

  it('a voice alone is a whole report: it arrives at the desk though the api is killed under it', async () => {
    const tray = fileTray(memoryStorage());
    const original = voice(6_000_000);
    const files = await sealFiles([original], { tray });
    if (!files.ok) throw new Error(files.reason);
    const { reportId } = await world.submit({
      ...draft(),
      narrative: { ...draft().narrative, text: '' },
      files,
    });
    const acceptKeys = (await world.directory()).directory.servers.accept;
    let kills = 0;
    let killing: Promise<unknown> = Promise.resolve();
    const outcome = await uploadFiles({
      tray,
      origin: world.origin,
      acceptKeys,
      sleep: async () => {
        await killing;
      },
      onProgress: (sent, of) => {
        if (kills < 3 && sent < of && sent > (kills * of) / 4) {
          kills += 1;
          killing = world.api.kill().then(() => world.api.start());
        }
      },
    });
    await killing;
    expect(kills).toBe(3);
    expect(outcome).toEqual({ sent: 1, waiting: 0, reason: null });
    const again = await world.signIn('rosa');
    const read = await again.desk.open(reportId);
    if (!read.ok) throw new Error(read.reason);
    expect(read.report.narrative.text).toBe('');
    const parts: Uint8Array[] = [];
    const fetched = await fetchAttachment(again.session, read.report.narrative.attachments[0]!, {
      write: (content) => Promise.resolve(void parts.push(content)),
    });
    expect(fetched).toEqual({ ok: true, length: 6_000_000 });
    expect(equalBytes(Buffer.concat(parts), new Uint8Array(await original.bytes.arrayBuffer()))).toBe(true);
    rosa = again;
  });

  it('what a desk fetched is in the trace by the member, and never by the file', async () => {
    const { rows } = await world.admin.query<{ body: unknown }>(
      `select body from audit_event where kind = 'file.read'`,
    );
    expect(rows.map(({ body }) => body)).toEqual([{ member: rosa.memberId }]);
  });

  it('no row of the database names a file', async () => {
    const names = readdirSync(join(world.dir, 'files', 'fetched'));
    expect(names).toHaveLength(1);
    const { rows } = await world.admin.query<{ table_name: string }>(
      `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { table_name: table } of rows)
      expect(await world.count(`"${table}" t where t::text like '%' || $1 || '%'`, names[0])).toBe(0);
    expect(statSync(join(world.dir, 'files', 'fetched', names[0]!)).mtime.getTime() % 3_600_000).toBe(0);
  });

  it('nobody without a session, and no ally, is told whether a file is there', async () => {
    const [there = ''] = readdirSync(join(world.dir, 'files', 'fetched'));
    const ally = await world.signIn('luz');
    const signal = AbortSignal.timeout(10_000);
    const answers = async (blob: string) => {
      const stranger = await ask(`/${blob}`, 'GET');
      const byAlly = await ally.session.file('GET', blob, signal);
      const erasing = await ally.session.file('DELETE', blob, signal);
      return [stranger, byAlly, erasing].map(({ status }) => status);
    };
    expect(await answers(there)).toEqual([401, 403, 403]);
    expect(await answers(newName())).toEqual([401, 403, 403]);
  });

  it('a desk is told the same of a file that is not whole and of one that never was', async () => {
    const blob = newName();
    expect((await ask('', 'POST', { 'upload-length': SMALL, 'amparo-blob': blob })).status).toBe(201);
    const signal = AbortSignal.timeout(10_000);
    const answer = async (name: string) => {
      const response = await rosa.session.file('GET', name, signal);
      return { status: response.status, text: await response.text() };
    };
    expect(await answer(blob)).toEqual(await answer(newName()));
    expect((await answer(blob)).status).toBe(404);
  });

  it.each<[string, Record<string, string>]>([
    ['a length of no size class', { 'upload-length': '100', 'amparo-blob': newName() }],
    ['no length', { 'amparo-blob': newName() }],
    ['a length that is said later', { 'upload-defer-length': '1', 'amparo-blob': newName() }],
    ['a name that is a path', { 'upload-length': SMALL, 'amparo-blob': '../../etc/passwd' }],
    ['no name', { 'upload-length': SMALL }],
  ])('no place is made for %s', async (_, headers) => {
    const response = await ask('', 'POST', headers);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('a place is made once, and a second time empties nothing', async () => {
    const blob = newName();
    const head = { 'upload-length': SMALL, 'amparo-blob': blob };
    expect((await ask('', 'POST', head)).status).toBe(201);
    const piece = Buffer.from(randomBytes(1_000));
    const patch = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
    expect((await ask(`/${blob}`, 'PATCH', patch, piece)).status).toBe(204);
    expect((await ask('', 'POST', head)).status).toBe(409);
    const told = await ask(`/${blob}`, 'HEAD');
    expect(told.headers.get('upload-offset')).toBe('1000');
    // What the library would say besides is not passed on.
    expect([...told.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await ask(`/${blob}`, 'PATCH', patch, piece)).status).toBe(409);
    const beyond = Buffer.alloc(70_000);
    expect((await ask(`/${blob}`, 'PATCH', { ...patch, 'upload-offset': '1000' }, beyond)).status).toBe(413);
  });

  it('metadata that a sender adds is kept nowhere', async () => {
    const blob = newName();
    const headers = { 'upload-length': SMALL, 'amparo-blob': blob, 'upload-metadata': 'filename QW5h' };
    expect((await ask('', 'POST', headers)).status).toBe(201);
    const told = await ask(`/${blob}`, 'HEAD', { 'x-forwarded-for': '203.0.113.9' });
    expect(told.headers.get('upload-metadata')).toBeNull();
  });

  it('a desk can erase a file for good, once', async () => {
    const tray = fileTray(memoryStorage());
    const files = await sealFiles([voice(10)], { tray });
    if (!files.ok) throw new Error(files.reason);
    expect(await upload(tray)).toMatchObject({ sent: 1 });
    const { blob } = files.attachments[0]!;
    const signal = AbortSignal.timeout(10_000);
    expect((await rosa.session.file('DELETE', blob, signal)).status).toBe(204);
    expect((await rosa.session.file('DELETE', blob, signal)).status).toBe(404);
    expect((await rosa.session.file('GET', blob, signal)).status).toBe(404);
    expect(await world.count(`audit_event where kind = 'file.erased'`)).toBe(1);
  });

  it('names of files are in no log', () => {
    const names = ['fetched', 'whole', 'arriving'].flatMap((state) =>
      readdirSync(join(world.dir, 'files', state)),
    );
    const output = world.api.output().toString();
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) expect(output).not.toContain(name.slice(0, 32));
  });
});
