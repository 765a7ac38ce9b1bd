import { describe, expect, it } from '@jest/globals';
import { checkHealth } from './health.js';

describe('readiness', () => {
  it('holds when every part answers', async () => {
    expect(await checkHealth({ database: () => Promise.resolve(1) })).toEqual({
      ok: true,
      parts: { database: true },
    });
  });

  it('names the part that fails or does not answer in time, and not why', async () => {
    const health = await checkHealth(
      {
        database: () => Promise.reject(new Error('password of amparo_api')),
        queue: () => new Promise(() => undefined),
        keys: () => Promise.resolve(),
      },
      20,
    );
    expect(health).toEqual({ ok: false, parts: { database: false, queue: false, keys: true } });
  });
});
