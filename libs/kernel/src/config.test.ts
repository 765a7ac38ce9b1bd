import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, loadConfig } from './config.js';

const schema = z.object({
  AMPARO_MODE: z.enum(['production', 'demo', 'test']),
  DATABASE_URL: z.url(),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
});

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  it('becomes a typed value with defaults, and ignores the rest of the environment', () => {
    const env = {
      AMPARO_MODE: 'demo',
      DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/x',
      PORT: '',
      PATH: '/bin',
    };
    expect(loadConfig(schema, env)).toEqual({
      AMPARO_MODE: 'demo',
      DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/x',
      PORT: 8080,
    });
  });

  it('names every wrong variable in one line each', () => {
    expect(problemsOf({ AMPARO_MODE: 'staging', PORT: '70000' })).toEqual([
      'AMPARO_MODE: is not one of the known values; expected production or demo or test',
      'DATABASE_URL: is not set; expected string',
      'PORT: is too large; expected at most 65535',
    ]);
  });

  it('never repeats a value, which may be a secret', () => {
    const secret = 'hunter2-hunter2';
    const problems = problemsOf({ AMPARO_MODE: secret, DATABASE_URL: secret, PORT: secret });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).not.toContain(secret);
  });
});
