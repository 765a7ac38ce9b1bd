import { describe, expect, it } from '@jest/globals';
import { parseStartOptions } from './start-options.js';

describe('npm start', () => {
  it.each([
    [[], { reset: false, once: false, port: 8080, help: false }],
    [['--once', '--reset'], { reset: true, once: true, port: 8080, help: false }],
    [['--port', '9000'], { reset: false, once: false, port: 9000, help: false }],
    [['--port=9001'], { reset: false, once: false, port: 9001, help: false }],
    [['-h'], { reset: false, once: false, port: 8080, help: true }],
  ])('understands %j', (args, options) => {
    expect(parseStartOptions(args)).toEqual({ ok: true, options });
  });

  it.each([
    [['--port'], '--port is a number from 1 to 65535'],
    [['--port', '0'], '--port is a number from 1 to 65535'],
    [['--port', '65536'], '--port is a number from 1 to 65535'],
    [['--port', '80x'], '--port is a number from 1 to 65535'],
    [['--rest'], 'unknown option --rest'],
  ])('refuses %j with a sentence', (args, message) => {
    expect(parseStartOptions(args)).toEqual({ ok: false, message });
  });
});
