/** Text that breaks what reads text: half characters, NUL, marks without end, numbers that are none, names of prototypes. */
import type { Chance } from './chance.js';

export const AWKWARD_TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  '\ud800',
  '\udc00\ud800',
  '\ufeff',
  '\u202e',
  'a\u0301'.repeat(500),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '-0',
  '1e999',
  'NaN',
  '0x10',
  '9007199254740993',
  '-2147483649',
  'null',
  '[]',
  '{}',
  '00000000-0000-4000-8000-000000000000',
  '00000000-0000-0000-0000-000000000000',
  "'; drop table report; --",
  '${jndi:ldap://x}',
  '../../etc/passwd',
  '%00%ff',
  'A'.repeat(43),
  'A'.repeat(44),
  'A'.repeat(5462),
  '=',
  '====',
  'AA==',
  'A'.repeat(70_000),
  '\u0000'.repeat(3_000),
  '💥'.repeat(1_000),
];

/** Of what looks like a time: the ends of what engines know, days that are none, other zones, other spellings. */
const AWKWARD_TIMES: readonly string[] = [
  '-000001-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+010000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:00:60Z',
  '2026-01-01T00:00:00+01:00',
  '2026-01-01',
  '2026-W01-1',
  '0',
];
const TIME = /^\d{4}-\d{2}-\d{2}T/;

export function hostileText(chance: Chance, samples: readonly string[]): string {
  if (chance.oneIn(3)) return chance.pick(AWKWARD_TEXTS);
  const text = chance.pick(samples);
  if (TIME.test(text) && chance.oneIn(2)) return chance.pick(AWKWARD_TIMES);
  const at = chance.below(text.length + 1);
  const [before, after] = [text.slice(0, at), text.slice(at)];
  switch (chance.below(8)) {
    case 0:
      return before;
    case 1:
      return after;
    case 2:
      return before + chance.pick(AWKWARD_TEXTS) + after;
    case 3:
      return before + String.fromCharCode(chance.below(65_536)) + after.slice(1);
    case 4:
      return text.repeat(1 + chance.below(20)).slice(0, 100_000);
    case 5:
      return chance.oneIn(2) ? text.toUpperCase() : text.toLowerCase();
    case 6:
      return after + before;
    default:
      return `${before} ${after}`;
  }
}
