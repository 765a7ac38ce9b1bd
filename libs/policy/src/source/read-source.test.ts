import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { roster } from '../world.fixture.js';
import { compilePolicy } from './compile.js';
import { policyJsonSchema } from './json-schema.js';
import { namesOf, NOBODY_KNOWN, type KnownNames } from './names.js';
import { readSource, type Problem } from './read-source.js';

const file = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

const NETWORK = '00000000-0000-4000-8000-000000000001';
const known = { ...namesOf(roster), organisations: new Map([['network', NETWORK]]) };

/** The least that a policy says; each test writes its own routes and plans below it. */
const HEAD = `policy: amparo/1
reactionTimes:
  U1: { answer: 15m, act: 1h, reassess: 4h }
  U2: { answer: 1h, act: 6h, reassess: 1d }
  U3: { answer: 8h, act: 2d, reassess: 7d }
  U4: { answer: 2d, act: 5d, reassess: 30d }
unsorted: { answer: 1h, act: 6h, reassess: 1d, plan: both }
`;
const BOTH = `  both: [{ notify: desk }]
`;
const whole = `${HEAD}routes: [{ name: all, plan: page }]
plans:
  page: [{ notify: [roster: triage] }]
${BOTH}`;

function compiled(text: string, names: KnownNames = known) {
  const read = readSource(text);
  return read.ok ? compilePolicy(read.source, read.locate, names, 1) : read;
}
const problems = (text: string): readonly string[] => {
  const outcome = compiled(text);
  return outcome.ok ? [] : outcome.problems.map(inWords);
};
const inWords = ({ line, column, message }: Problem) => `${String(line)}:${String(column)} ${message}`;
const plan = (steps: string, routes = '[{ name: all, plan: page }]') =>
  `${HEAD}routes: ${routes}\nplans:\n  page:\n${steps}\n${BOTH}`;

describe('a policy file', () => {
  it('is compiled: names become ids, times seconds, waits and repetitions steps', () => {
    const outcome = compiled(
      plan(`    - notify: [roster: triage, allies: { organisations: network, scopes: national }]
    - wait: 10m
    - notify: desk
      repeat: 2
      every: 5m
    - wait: 1h30m
    - hand: person`),
    );
    expect(outcome.ok && outcome.policy.plans['page']).toEqual([
      {
        afterSeconds: 0,
        notify: [
          { kind: 'roster', roster: 'triage' },
          {
            kind: 'allies',
            organisations: [NETWORK],
            scopes: ['national'],
            capabilities: [],
            needed: true,
          },
        ],
      },
      { afterSeconds: 600, notify: [{ kind: 'desk' }] },
      { afterSeconds: 300, notify: [{ kind: 'desk' }] },
      { afterSeconds: 300, notify: [{ kind: 'desk' }] },
      { afterSeconds: 5400, notify: [{ kind: 'person' }] },
    ]);
  });

  it.each([
    ['01', '01'],
    ['"01"', '01'],
    ['25', '25'],
    ['0501', '0501'],
    ['BR-AM', 'BR-AM'],
  ])('keeps a department as it is written: %s', (written, meant) => {
    const routes = `[{ name: one, when: { territory: ${written} }, plan: page }, { name: all, plan: page }]`;
    const outcome = compiled(plan('    - notify: desk', routes));
    expect(outcome.ok && outcome.policy.routes[0]?.when).toEqual({ territory: [meant] });
  });

  it.each(['default', 'demo'])('of this repository is read by an editor as by us: %s', (name) => {
    const text = file(`policies/${name}.yaml`);
    const valid = new Ajv({ strict: false }).compile(JSON.parse(policyJsonSchema()) as object);
    expect(valid(parse(text))).toBe(true);
    expect(readSource(text).ok).toBe(true);
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../policy.schema.json');
  });

  it('names nobody in the default: every deployment can begin with it', () => {
    expect(compiled(file('policies/default.yaml'), NOBODY_KNOWN).ok).toBe(true);
  });

  it('has a schema in the repository that is the one of this version (amparo policy schema)', () => {
    expect(file('policy.schema.json')).toBe(policyJsonSchema());
  });
});

describe('a bad policy file is refused as a whole, with line, column and a plain reason', () => {
  it.each<[string, string, string]>([
    ['that is no YAML', `${HEAD}routes: [`, '8:10 '],
    ['a word given twice', `${whole}claim: 1h\nclaim: 2h\n`, '13:1 Map keys must be unique'],
    ['an unknown word', `${whole}escalate: yes\n`, '12:1 there is no "escalate" here'],
    ['a missing part', HEAD, '1:1 "routes" is missing'],
    [
      'a time that is none',
      whole.replace('15m', 'quarter'),
      '3:17 "quarter": write a time like 15m, 1h, 2d or 1h30m',
    ],
    [
      'a mistyped act',
      plan(
        '    - notify: desk',
        '[{ name: a, when: { acts: THR_DEAHT }, plan: page }, { name: b, plan: page }]',
      ),
      '8:35 "THR_DEAHT": not an act that this version knows; did you mean THR_DEATH?',
    ],
    [
      'a place that is none',
      plan('    - notify: desk', '[{ name: a, when: { territory: Ucayali }, plan: page }]'),
      '8:40 "Ucayali": write a department or province by its UBIGEO in quotes ("25", "2502"), or an ISO 3166-2 code ("BR-AM")',
    ],
    [
      'an organisation that nobody knows',
      plan('    - notify: [desk, allies: { organisations: [netwrok] }]'),
      '11:48 no organisation of the roster is called "netwrok"; did you mean "network"?',
    ],
    [
      'a step that does two things',
      plan('    - notify: desk\n      wait: 5m'),
      '11:7 a step is one of "notify", "wait" and "hand"',
    ],
    [
      'a first page that waits',
      plan('    - wait: 5m\n    - notify: desk'),
      '12:7 the first step must tell "roster: triage" or "desk" at once',
    ],
    [
      'a plan that ends with a wait',
      plan('    - notify: desk\n    - wait: 5m'),
      '12:7 a plan ends with somebody who is told, not with a wait',
    ],
    [
      'a plan that ends with people who may not answer',
      plan('    - notify: desk\n    - wait: 5m\n    - notify: allies'),
      '13:7 a plan ends with the desk, a roster or a person: allies may not answer, and then nobody of ours would know',
    ],
    [
      'a report that no route takes',
      plan('    - notify: desk', '[{ name: a, when: { urgency: U1 }, plan: page }]'),
      '8:10 the last route must take every report that is left: no "when", and no "continue"',
    ],
    [
      'answers due after the first action',
      whole.replace('answer: 15m', 'answer: 2h'),
      '3:7 "answer" comes before "act", and "act" before "reassess"',
    ],
    [
      'a colleague who is not in the roster, to sign it',
      `${whole}duty: { triage: { signedBy: nobody } }\n`,
      '12:29 nobody of the roster is called "nobody"',
    ],
  ])('%s', (_what, text, expected) => {
    const found = problems(text);
    expect(found[0]?.startsWith(expected) ? expected : found[0]).toBe(expected);
  });

  it('names every problem at once, not only the first', () => {
    const found = problems(whole.replace('15m', 'soon').replace('30d', 'later'));
    expect(found.map((line) => line.split(' ')[0])).toEqual(['3:17', '6:40']);
  });

  it('bears a short file that would fill the memory', () => {
    const lines = Array.from({ length: 30 }, (_, at) =>
      at === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]'
        : `a${String(at)}: &a${String(at)} [${Array(9)
            .fill(`*a${String(at - 1)}`)
            .join(', ')}]`,
    );
    expect(problems(lines.join('\n'))).toEqual(['1:1 too many aliases']);
  });
});
