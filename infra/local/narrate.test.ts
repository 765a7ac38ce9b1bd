import { describe, expect, it } from '@jest/globals';
import { hexLines, narrator, wrap } from './narrate.js';

function told(
  tell: (narrate: ReturnType<typeof narrator>) => void,
  isTTY = false,
  env: NodeJS.ProcessEnv = {},
): string {
  let out = '';
  tell(narrator({ write: (text: string) => (out += text), isTTY }, env));
  return out;
}

const everything = (narrate: ReturnType<typeof narrator>): void => {
  narrate.title('Amparo', 'demo');
  narrate.progress('word '.repeat(60));
  narrate.step(1, 'Something happens', 1234);
  narrate.sees('somebody', 'word '.repeat(60));
  narrate.quote('somebody', `{"id":"${'x'.repeat(300)}"}`);
  narrate.bytes('the server', new Uint8Array(96).fill(0x41), 4);
  narrate.row('rosa', 'word '.repeat(60));
  narrate.paragraph('word '.repeat(60));
  narrate.warning('word '.repeat(60));
};

describe('the story on a terminal', () => {
  it('fits a hundred columns', () => {
    const widest = Math.max(
      ...told(everything)
        .split('\n')
        .map((line) => line.length),
    );
    expect(widest).toBeLessThanOrEqual(100);
    expect(widest).toBeGreaterThan(90);
  });

  it('has colours on a terminal only, and none where NO_COLOR is set', () => {
    const coloured = (isTTY: boolean, env: NodeJS.ProcessEnv): boolean =>
      told(everything, isTTY, env).includes('\u001b[');
    expect(coloured(true, {})).toBe(true);
    expect(coloured(false, {})).toBe(false);
    expect(coloured(true, { NO_COLOR: '1' })).toBe(false);
    expect(coloured(true, { TERM: 'dumb' })).toBe(false);
  });

  it('never breaks a command or a path that people copy', () => {
    const command = `npx amparo submit ${'x'.repeat(120)}`;
    expect(
      told((narrate) => {
        narrate.command('send', command);
      }),
    ).toContain(`${command}\n`);
    expect(wrap(`see ${'/path'.repeat(30)} there`, 20)).toEqual(['see', '/path'.repeat(30), 'there']);
  });

  it('shows bytes as they are, and a dot for what has no character', () => {
    expect(hexLines(Uint8Array.of(0x41, 0x0a, 0xff, 0x7e), 1)).toEqual([`${'410aff7e'.padEnd(54)}  A..~`]);
  });

  it('counts on one line on a terminal, and says only how it ended elsewhere', () => {
    const count = (narrate: ReturnType<typeof narrator>): void => {
      for (let sent = 1; sent <= 3; sent += 1) narrate.meter(`sent: ${String(sent)} of 3`);
      narrate.meterEnd();
    };
    expect(told(count)).toBe('     sent: 3 of 3\n');
    const seen = told(count, true, { NO_COLOR: '1' });
    expect(seen.split('\n')).toHaveLength(2);
    expect(seen).toContain('\r\u001b[2K     sent: 1 of 3\r');
  });

  it('sets figures under each other, and never wider than the page', () => {
    const table = told((narrate) => {
      narrate.table(
        ['', 'waiting', 'all'],
        [
          ['U1', '3', '1,204'],
          ['unsorted', '·', '7'],
        ],
      );
    });
    expect(table.split('\n')).toEqual([
      '               waiting    all',
      '     U1              3  1,204',
      '     unsorted        ·      7',
      '',
    ]);
    const wide = told((narrate) => {
      narrate.table(['a', 'b'], [['x'.repeat(80), 'y'.repeat(80)]], 'left');
    });
    expect(Math.max(...wide.split('\n').map((line) => line.length))).toBe(100);
  });
});
