import { describe, expect, it } from '@jest/globals';
import { parseStartOptions } from './start-options.js';

describe('npm start', () => {
  it.each([
    [[], { reset: false, once: false, port: 8080, reports: 0, help: false }],
    [['--once', '--reset'], { reset: true, once: true, port: 8080, reports: 0, help: false }],
    [['--port', '9000'], { reset: false, once: false, port: 9000, reports: 0, help: false }],
    [['--port=9001'], { reset: false, once: false, port: 9001, reports: 0, help: false }],
    [['--reports', '200'], { reset: false, once: false, port: 8080, reports: 200, help: false }],
    [['--reports=5000', '--once'], { reset: false, once: true, port: 8080, reports: 5000, help: false }],
    [['-h'], { reset: false, once: false, port: 8080, reports: 0, help: true }],
  ])('understands %j', (args, options) => {
    expect(parseStartOptions(args)).toEqual({ ok: true, options });
  });

  it.each([
    [['--port'], '--port is a number from 1 to 65535'],
    [['--port', '0'], '--port is a number from 1 to 65535'],
    [['--port', '65536'], '--port is a number from 1 to 65535'],
    [['--port', '80x'], '--port is a number from 1 to 65535'],
    [['--reports'], '--reports is a number from 1 to 5000'],
    [['--reports', '0'], '--reports is a number from 1 to 5000'],
    [['--reports', '5001'], '--reports is a number from 1 to 5000'],
    [['--reports', '2e2'], '--reports is a number from 1 to 5000'],
    [['--rest'], 'unknown option --rest'],
  ])('refuses %j with a sentence', (args, message) => {
    expect(parseStartOptions(args)).toEqual({ ok: false, message });
  });
});
