import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '#kernel';
import { workerConfig } from './config.js';

const right = {
  DATABASE_URL: 'postgresql://amparo_worker:secret-word@127.0.0.1:5432/amparo',
  AMPARO_PIN_FILE: '/keys/pin.json',
  AMPARO_DISPATCH_KEY_FILE: '/keys/dispatch.json',
  AMPARO_DISPATCH_SIGN_KEY_FILE: '/keys/dispatch-sign.json',
  AMPARO_WEBHOOK_KEY_FILE: '/keys/webhook.json',
  AMPARO_INDEX_KEY_FILE: '/keys/index.json',
  AMPARO_MEMORY_FILE: '/var/lib/amparo/worker.json',
};

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(workerConfig, env);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

describe('the configuration of the worker', () => {
  it('needs a database and six files, and allows no private webhook target unless told', () => {
    const config = loadConfig(workerConfig, right);
    expect(config.AMPARO_WEBHOOK_ALLOW).toEqual(new Set());
    expect(config.REDIS_URL).toBeUndefined();
    expect(config.LOG_LEVEL).toBe('info');
  });

  it('reads several allowed targets, addresses of both kinds among them', () => {
    const AMPARO_WEBHOOK_ALLOW = '127.0.0.1:8080, [::1]:9000,Partner.example:443';
    const config = loadConfig(workerConfig, { ...right, AMPARO_WEBHOOK_ALLOW });
    expect(config.AMPARO_WEBHOOK_ALLOW).toEqual(
      new Set(['127.0.0.1:8080', '[::1]:9000', 'partner.example:443']),
    );
  });

  it('says one line for each wrong variable, and never what is in it', () => {
    const problems = problemsOf({ DATABASE_URL: 'mysql://secret-word', AMPARO_WEBHOOK_ALLOW: 'everything' });
    expect(problems.map((line) => line.split(':')[0]).sort()).toEqual([
      'AMPARO_DISPATCH_KEY_FILE',
      'AMPARO_DISPATCH_SIGN_KEY_FILE',
      'AMPARO_INDEX_KEY_FILE',
      'AMPARO_MEMORY_FILE',
      'AMPARO_PIN_FILE',
      'AMPARO_WEBHOOK_ALLOW',
      'AMPARO_WEBHOOK_KEY_FILE',
      'DATABASE_URL',
    ]);
    expect(problems.join('\n')).not.toContain('secret-word');
  });
});
