/** Files from the device to a store and back, over real sockets; the store is the api's own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  cryptoReady,
  equalBytes,
  fileDigest,
  fromHex,
  newSignKeyPair,
  randomBytes,
  signAcceptance,
  toBase64Url,
  type SignKeyPair,
} from '#crypto';
import { FolderStore } from '#files';
import { ApiError } from '#graphql';
import { Uploads, type Told } from '#files';
import { memoryStorage, type Storage } from '../storage.js';
import { fetchAttachment } from './fetch-file.js';
import { fileTray, PART_BYTES, type FileTray } from './file-tray.js';
import { sealFiles, type FileToSeal } from './seal-files.js';
import { uploadFiles, type UploadOptions } from './upload-files.js';

beforeAll(cryptoReady);

const hour = new Date('2026-07-20T12:00:00Z');

class TestStore {
  readonly folder = mkdtempSync(join(tmpdir(), 'amparo-files-'));
  readonly keys: SignKeyPair = newSignKeyPair();
  readonly sockets = new Set<Socket>();
  store!: FolderStore;
  requests = 0;
  /** Bytes after which the next connection is cut; null for never. */
  cutAfter: (() => number | null) | null = null;
  #server!: Server;
  origin = '';

  async start(maxBytes = 1e9): Promise<void> {
    this.store = await FolderStore.open({
      folder: this.folder,
      maxBytes,
      keepFreeBytes: 0,
      clock: () => hour,
    });
    const uploads = new Uploads(this.store);
    this.#server = createServer((request, response) => {
      this.requests += 1;
      void this.#answer(uploads, request, response);
    });
    this.#server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      const limit = this.cutAfter?.() ?? null;
      let come = 0;
      if (limit !== null)
        socket.on('data', (data: Buffer) => {
          if ((come += data.length) > limit) socket.destroy();
        });
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  async #answer(uploads: Uploads, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method, url = '' } = request;
    const blob = url.slice('/files/'.length);
    try {
      const told: Told =
        method === 'POST'
          ? await uploads.create(String(headers['amparo-blob']), Number(headers['upload-length']))
          : method === 'HEAD'
            ? await uploads.look(blob, (sealedHash) =>
                signAcceptance({ digest: fileDigest(fromHex(blob), sealedHash), hour }, this.keys.secretKey),
              )
            : await uploads.append(blob, {
                offset: Number(headers['upload-offset']),
                length: Number(headers['content-length']),
                bytes: request,
              });
      response.writeHead(told.status, {
        ...('offset' in told ? { 'upload-offset': told.offset } : {}),
        ...('length' in told ? { 'upload-length': told.length } : {}),
        ...('receipt' in told && told.receipt ? { 'amparo-receipt': toBase64Url(told.receipt) } : {}),
      });
    } catch (error) {
      response.writeHead(error instanceof ApiError && error.code === 'UNAVAILABLE' ? 503 : 400);
    }
    response.end();
  }
}

// Hundreds of kilobytes over real sockets, on a machine that may do much else.
jest.setTimeout(60_000);

describe('files of a report', () => {
  let server: TestStore;
  let storage: Storage;
  let tray: FileTray;
  beforeEach(async () => {
    server = new TestStore();
    await server.start();
    storage = memoryStorage();
    tray = fileTray(storage);
  });
  afterEach(() => server.end());

  const file = (length: number, more: Partial<FileToSeal> = {}): FileToSeal => ({
    kind: 'photo',
    form: 'original',
    type: 'image/jpeg',
    bytes: new Blob([randomBytes(length)]),
    forQuorum: false,
    ...more,
  });

  /** The first question and the making of the place have connections of their own; the third carries so much, then the line is down. */
  const firstOnly = (bytes: number) => {
    let connections = 0;
    return () => ((connections += 1) <= 3 ? bytes : 0);
  };

  const sealed = async (...files: FileToSeal[]) => {
    const outcome = await sealFiles(files, { tray });
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome;
  };

  const upload = (more: Partial<UploadOptions> = {}) =>
    uploadFiles({
      tray,
      origin: server.origin,
      acceptKeys: [server.keys.publicKey],
      sleep: () => Promise.resolve(),
      ...more,
    });

  /** As the desk does, from the store's own bytes. */
  const opened = async (attachment: Parameters<typeof fetchAttachment>[1], secret: string | null = null) => {
    const parts: Uint8Array[] = [];
    const session = {
      file: async (_: string, blob: string) => {
        const found = await server.store.fetch(blob);
        if (!found) return new Response(null, { status: 404 });
        const bytes = await found.bytes.toArray();
        return new Response(Buffer.concat(bytes as Buffer[]), {
          headers: { 'content-length': String(found.length) },
        });
      },
    };
    const sink = { write: (content: Uint8Array) => Promise.resolve(void parts.push(content)) };
    const outcome = await fetchAttachment(session, attachment, sink, secret);
    return { outcome, bytes: Buffer.concat(parts) };
  };

  it('reach the desk as they were, and leave the device once the store has proved that it has them', async () => {
    const [voice, photo] = [
      file(200_000, { kind: 'voice', type: 'audio/webm;codecs=opus' }),
      file(3_000_000),
    ];
    const { attachments, fileSecret } = await sealed(voice, photo);
    expect(fileSecret).toBeNull();
    expect(await upload()).toEqual({ sent: 2, waiting: 0, reason: null });
    expect(await storage.list('')).toEqual([]);
    for (const [at, original] of [voice, photo].entries()) {
      const { outcome, bytes } = await opened(attachments[at]!);
      expect(outcome).toEqual({ ok: true, length: original.bytes.size });
      expect(equalBytes(bytes, new Uint8Array(await original.bytes.arrayBuffer()))).toBe(true);
    }
    expect(attachments.map(({ type }) => type)).toEqual(['audio/webm', 'image/jpeg']);
  });

  it('keep on the device nothing but ciphertext under random names', async () => {
    const canary = 'CANARY-Quebrada-Honda';
    const { attachments } = await sealed(file(0, { bytes: new Blob([canary.repeat(20_000)]) }));
    const names = await storage.list('');
    expect(names.every((name) => /^files\/[0-9a-f]{32}\/(\d{5}|whole)$/.test(name))).toBe(true);
    for (const name of names) {
      const value = Buffer.from((await storage.get(name)) ?? []);
      expect(value.includes(canary)).toBe(false);
      expect(value.includes(Buffer.from(attachments[0]!.key!, 'base64url'))).toBe(false);
      expect(value.length).toBeLessThanOrEqual(PART_BYTES);
    }
  });

  it('complete with equal bytes however often the line is cut', async () => {
    const original = file(1_500_000);
    const { attachments } = await sealed(original);
    let connections = 0;
    // Some die in the headers, some in the middle of a piece, some between two.
    server.cutAfter = () =>
      (connections += 1) % 3 === 0 ? null : randomBytes(4).reduce((a, b) => a * 256 + b, 0) % 300_000;
    let rounds = 0;
    while ((await tray.waiting()).length > 0 && rounds < 60) {
      rounds += 1;
      await upload();
    }
    expect(rounds).toBeLessThan(60);
    expect(connections).toBeGreaterThan(5);
    const { bytes } = await opened(attachments[0]!);
    expect(equalBytes(bytes, new Uint8Array(await original.bytes.arrayBuffer()))).toBe(true);
  });

  it('go on days later from where a server stopped that was killed', async () => {
    const original = file(900_000);
    const { attachments } = await sealed(original);
    server.cutAfter = firstOnly(400_000);
    expect((await upload()).sent).toBe(0);
    await server.stop();
    expect(await upload()).toMatchObject({ sent: 0, waiting: 1, reason: 'unreachable' });
    server.cutAfter = null;
    await server.start();
    const offsets: number[] = [];
    expect(await upload({ onProgress: (at) => offsets.push(at) })).toMatchObject({ sent: 1, reason: null });
    expect(offsets[0]).toBeGreaterThan(0);
    expect((await opened(attachments[0]!)).outcome.ok).toBe(true);
  });

  it('stay on the device when whoever took them cannot prove to be the server', async () => {
    await sealed(file(100));
    expect(await upload({ acceptKeys: [newSignKeyPair().publicKey] })).toEqual({
      sent: 0,
      waiting: 1,
      reason: 'wrong-receipt',
    });
    expect((await tray.waiting()).length).toBe(1);
    expect((await upload()).sent).toBe(1);
  });

  it('stay on the device when the store is full, and go when there is room', async () => {
    await sealed(file(100));
    await server.stop();
    await server.start(1_000);
    expect(await upload()).toMatchObject({ sent: 0, reason: 'unavailable' });
    await server.stop();
    await server.start();
    expect(await upload()).toMatchObject({ sent: 1, reason: null });
  });

  it('are not found again by a desk once a byte on the disk was changed', async () => {
    const { attachments } = await sealed(file(100_000));
    await upload();
    const [name = ''] = readdirSync(join(server.folder, 'whole'));
    const path = join(server.folder, 'whole', name);
    const bytes = readFileSync(path);
    bytes[70_000]! ^= 1;
    writeFileSync(path, bytes);
    expect((await opened(attachments[0]!)).outcome).toEqual({ ok: false, reason: 'unopened' });
  });

  it('for the quorum have no key in the report, and open with the secret of the identity', async () => {
    const original = file(5_000, { kind: 'photo' });
    const copy = file(3_000, { form: 'stripped', madeFrom: { at: 0 } });
    const { attachments, fileSecret } = await sealed({ ...original, forQuorum: true }, copy);
    expect(attachments.map(({ key }) => key === null)).toEqual([true, false]);
    expect(attachments[1]!.derivedFrom).toEqual({
      hash: attachments[0]!.originalHash,
      blob: attachments[0]!.blob,
    });
    await upload();
    expect((await opened(attachments[0]!)).outcome).toEqual({ ok: false, reason: 'for-quorum' });
    expect((await opened(attachments[0]!, fileSecret)).outcome).toEqual({ ok: true, length: 5_000 });
    expect((await opened(attachments[1]!)).outcome.ok).toBe(true);
  });

  it('that cannot be read any more leave nothing behind', async () => {
    const gone = new Blob(['x'.repeat(10)]);
    Object.defineProperty(gone, 'slice', {
      value: () => ({ size: 10, arrayBuffer: () => Promise.reject(new Error()) }),
    });
    expect(await sealFiles([file(70_000), file(1, { bytes: gone })], { tray })).toEqual({
      ok: false,
      reason: 'unreadable',
      at: 1,
    });
    expect(await storage.list('')).toEqual([]);
  });

  it('are twenty at most, and none longer than a size class', async () => {
    const many = Array.from({ length: 21 }, () => file(1));
    expect(await sealFiles(many, { tray })).toMatchObject({ ok: false, reason: 'too-many' });
    const long = file(1);
    Object.defineProperty(long.bytes, 'size', { value: 2 ** 28 });
    expect(await sealFiles([long], { tray })).toEqual({ ok: false, reason: 'too-long', at: 0 });
  });

  it('whose sealing was interrupted are never sent', async () => {
    await tray.writer('ab'.repeat(16)).write(randomBytes(PART_BYTES + 5));
    expect(await tray.waiting()).toEqual([]);
    expect(await upload()).toEqual({ sent: 0, waiting: 0, reason: null });
    expect(await tray.tidy()).toBe(1);
    expect(await storage.list('')).toEqual([]);
  });

  it('are kept for their time and then gone, each state with its own', async () => {
    const { attachments } = await sealed(file(100), file(100));
    await upload();
    await server.store.fetch(attachments[0]!.blob).then((found) => found?.bytes.destroy());
    const days = (n: number) => new Date(hour.getTime() + n * 86_400_000);
    expect(await server.store.tidy(days(59))).toBe(0);
    expect(await server.store.tidy(days(61))).toBe(1);
    expect(await server.store.whole(attachments[0]!.blob)).not.toBeNull();
    expect(await server.store.whole(attachments[1]!.blob)).toBeNull();
    expect(await server.store.tidy(days(401))).toBe(1);
    for (const folder of ['whole', 'fetched', 'receipts', 'arriving'])
      expect(readdirSync(join(server.folder, folder))).toEqual([]);
  });

  it('that were begun and never finished go after a week', async () => {
    await sealed(file(300_000));
    server.cutAfter = firstOnly(150_000);
    await upload();
    const [name = ''] = readdirSync(join(server.folder, 'arriving')).filter((one) => !one.endsWith('.json'));
    utimesSync(join(server.folder, 'arriving', name), hour, hour);
    expect(await server.store.tidy(new Date(hour.getTime() + 8 * 86_400_000))).toBe(1);
    expect(readdirSync(join(server.folder, 'arriving'))).toEqual([]);
  });
});
