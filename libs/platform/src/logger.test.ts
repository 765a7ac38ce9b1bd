import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createLogger, type LogFields } from './logger.js';

function lines(write: (log: ReturnType<typeof createLogger>) => void): string[] {
  const out: string[] = [];
  write(createLogger({ name: 'test', level: 'info', stream: { write: (line) => out.push(line) } }));
  return out;
}

describe('the log', () => {
  it('keeps the listed fields', () => {
    const [line = ''] = lines((log) => {
      log.info('started', {
        port: 8080,
        backend: 'postgres',
        outbox: 'b7f6c9d2-0000-4000-8000-000000000000',
      });
    });
    expect(JSON.parse(line)).toMatchObject({
      name: 'test',
      msg: 'started',
      port: 8080,
      backend: 'postgres',
      outbox: 'b7f6c9d2-0000-4000-8000-000000000000',
    });
  });

  it('drops every other field, and sentences in fields that hold codes', () => {
    const secret = 'Men with rifles at the bridge';
    const fields = {
      body: secret,
      ip: '10.1.2.3',
      memberId: 'x',
      reason: secret,
      kind: { secret },
      count: secret,
    };
    const [line = ''] = lines((log) => {
      log.warn('odd', fields as unknown as LogFields);
    });
    expect(Object.keys(JSON.parse(line) as object).sort()).toEqual(['level', 'msg', 'name', 'time']);
    expect(line).not.toContain('rifles');
    expect(line).not.toContain('10.1.2.3');
  });

  it('turns an error into its code, never its message or stack', () => {
    const error = Object.assign(new Error('duplicate key (digest)=(secret-words)'), { code: '23505' });
    const [line = '', other = ''] = lines((log) => {
      log.error('failed', { error });
      log.error('failed', { error: Object.assign(new Error('x'), { code: 'secret-words' }) });
    });
    expect(JSON.parse(line)).toMatchObject({ code: '23505' });
    expect(JSON.parse(other)).toMatchObject({ code: 'UNKNOWN' });
    expect(line + other).not.toContain('secret-words');
    expect(line).not.toContain('stack');
  });

  it('finds the code of what an error wraps: an operator who reads "unknown" looks in the wrong place', () => {
    const refused = Object.assign(new Error('password of x'), { code: '28P01' });
    const wrapped = Object.assign(new Error('GraphQL'), {
      originalError: new Error('driver', { cause: refused }),
    });
    const circle = new Error('a');
    circle.cause = circle;
    const [line = '', round = ''] = lines((log) => {
      log.error('failed', { error: wrapped });
      log.error('failed', { error: circle });
    });
    expect(JSON.parse(line)).toMatchObject({ code: '28P01' });
    expect(JSON.parse(round)).toMatchObject({ code: 'UNKNOWN' });
  });
});

describe('a log that nobody reads', () => {
  it('neither stops the process nor keeps it from ending', async () => {
    const talker = `
      import { createLogger } from '#platform';
      const log = createLogger({ name: 'talker' });
      for (let at = 0; at < 20_000; at += 1) log.info('a line that nobody reads', { count: at });
      setTimeout(() => { process.stderr.write('still working'); process.exit(0); }, 200);`;
    const child = spawn(
      process.execPath,
      [
        '--conditions=source',
        '--import',
        './test/support/typescript.mjs',
        '--input-type=module',
        '-e',
        talker,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    // The pipe fills up and stays full.
    child.stdout.pause();
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), 25_000);
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    clearTimeout(timer);
    expect(said).toContain('still working');
    expect({ code, signal }).toEqual({ code: 0, signal: null });
  }, 30_000);
});
