import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '#platform';
import { startHeartbeatServer, type HeartbeatServer } from '../../../test/support/heartbeats.js';
import { Heartbeat } from './heartbeat.js';

let outside: HeartbeatServer | null = null;
afterEach(async () => {
  await outside?.close();
  outside = null;
});

function heartbeat(
  server: HeartbeatServer,
  more: { allowed?: boolean; wellForMs?: number; said?: string[] } = {},
) {
  const stream = { write: (line: string) => void more.said?.push(line) };
  return new Heartbeat({
    url: server.url,
    token: 'CANARY-token',
    allowed: new Set(more.allowed === false ? [] : [server.address]),
    wellForMs: more.wellForMs ?? 60_000,
    log: createLogger({ name: 'auditor', stream }),
  });
}

describe('the heartbeat', () => {
  it('is silent before the first look, after a bad one, and after one that is too long ago', async () => {
    outside = await startHeartbeatServer();
    const beating = heartbeat(outside, { wellForMs: 40 });
    expect(await beating.beat()).toBe('silent');
    beating.note(true);
    expect(await beating.beat()).toBe('sent');
    beating.note(false);
    expect(await beating.beat()).toBe('silent');
    beating.note(true);
    await pause(60);
    expect(await beating.beat()).toBe('silent');
    expect(outside.beats).toHaveLength(1);
  });

  it('carries the token and nothing else', async () => {
    outside = await startHeartbeatServer();
    const beating = heartbeat(outside);
    beating.note(true);
    await beating.beat();
    expect(outside.beats).toMatchObject([{ method: 'POST', authorization: 'Bearer CANARY-token', body: '' }]);
  });

  it('goes to no private address that was not configured', async () => {
    outside = await startHeartbeatServer();
    const beating = heartbeat(outside, { allowed: false });
    beating.note(true);
    expect(await beating.beat()).toBe('failed');
    expect(outside.beats).toEqual([]);
  });

  it('follows no redirect, says once that it does not arrive, and never what it carries', async () => {
    const elsewhere = await startHeartbeatServer();
    outside = await startHeartbeatServer(307, { location: elsewhere.url });
    const said: string[] = [];
    const beating = heartbeat(outside, { said });
    beating.note(true);
    expect([await beating.beat(), await beating.beat()]).toEqual(['failed', 'failed']);
    expect(elsewhere.beats).toEqual([]);
    expect(said).toHaveLength(1);
    expect(said.join('')).not.toContain('CANARY');
    await elsewhere.close();
  });
});
