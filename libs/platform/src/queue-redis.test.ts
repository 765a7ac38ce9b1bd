import { describe, expect, it } from '@jest/globals';
import { parseRedisUrl } from './queue-redis.js';

describe('REDIS_URL', () => {
  it.each([
    ['redis://127.0.0.1:6379/1', { form: 'single', url: 'redis://127.0.0.1:6379/1' }],
    [
      'redis+sentinel://:p%40ss@a:26379,[::1]:26380/main',
      {
        form: 'sentinel',
        nodes: [
          { host: 'a', port: 26379 },
          { host: '::1', port: 26380 },
        ],
        master: 'main',
        password: 'p@ss',
      },
    ],
    [
      'redis+cluster://a:6379,b:6379',
      {
        form: 'cluster',
        nodes: [
          { host: 'a', port: 6379 },
          { host: 'b', port: 6379 },
        ],
      },
    ],
  ])('%s is understood', (url, target) => {
    expect(parseRedisUrl(url)).toEqual(target);
  });

  it.each([
    'http://a:6379',
    'redis+sentinel://a:26379',
    'redis+cluster://a',
    'redis+cluster://',
    'redis+cluster://:50%@a:1',
  ])('%s is refused without being repeated', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(/^REDIS_URL [^:/]*$/);
  });
});
