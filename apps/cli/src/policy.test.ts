import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeHead, decodePolicy } from '#crypto';
import { policyBytes, type Policy } from '#policy';
import { DEFAULT_POLICY } from '#policy/files';
import { run } from './run.fixture.js';

const root = mkdtempSync(join(tmpdir(), 'amparo-policy-'));
const deployment = join(root, 'deployment');
const state = ['--state', deployment] as const;
const good = join(import.meta.dirname, '../../../libs/policy/policies/default.yaml');
const goodText = readFileSync(good, 'utf8');
const published = (name: string) =>
  new Uint8Array(readFileSync(join(deployment, 'publication', `${name}.json`)));

/** A file of its own, made from the default one. */
function policyFile(name: string, change: (text: string) => string): string {
  const file = join(root, name);
  writeFileSync(file, change(goodText));
  return file;
}

beforeAll(async () => {
  const made = await run('ceremony', '--profile', 'small', '--out', deployment);
  expect(made.code).toBe(0);
}, 60_000);
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('amparo policy check', () => {
  it('says that a good one is good, and what people have to weigh', async () => {
    const { code, out, err } = await run('policy', 'check', good, ...state);
    expect({ code, out }).toEqual({ code: 0, out: 'Good: 4 routes, 5 plans, 3 tests hold, 8 warnings.\n' });
    // The small deployment has no allies yet.
    expect(err).toMatch(/line \d+, column \d+: warning: no ally of the roster can be meant here/);
  });

  it('refuses a bad one as a whole and names each line', async () => {
    const bad = policyFile('bad.yaml', (text) =>
      text.replace('answer: 15m', 'answer: soon').replace('claim: 1h', 'clam: 1h'),
    );
    const { code, err } = await run('policy', 'check', bad, ...state);
    expect(code).toBe(1);
    expect(err).toMatch(
      /refused as a whole:\n {2}line \d+, column 17: "soon": write a time.*\n {2}line \d+, column 1: there is no "clam" here/,
    );
  });

  it('refuses one that does not keep its own promise, in the words of the promise', async () => {
    const broken = policyFile('broken.yaml', (text) => text.replace('plan: critical\n', 'plan: low\n'));
    const { code, err } = await run('policy', 'check', broken, ...state);
    expect(code).toBe(1);
    expect(err).toContain(
      'test "a death threat tonight pages whoever is on duty at once": the desk should be told after 15m, and is after 1d',
    );
  });
});

describe('amparo policy explain', () => {
  it('tells the way of a report with clock times and names', async () => {
    const facts = [
      '--act',
      'THR_DEATH',
      '--imminence',
      'now',
      '--department',
      '2502',
      '--at',
      '2026-03-02 23:30',
    ];
    const { code, out } = await run('policy', 'explain', good, ...state, ...facts);
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe('Death threat · Atalaya · U1 · route critical · received Mon 23:30 (America/Lima)');
    expect(lines).toContain('Mon 23:30  Triage 1 (Triage desk), page');
    expect(lines).toContain('Tue 00:15  Triage 1 (Triage desk), page');
    expect(lines).toContain('           the duty coordinator is given the task to decide whom to call');
    expect(out).toContain('Tue 00:30  nobody has answered: the alert is exhausted');
  });

  it('names an organisation that the roster does not have as wrong use', async () => {
    const { code, err } = await run(
      'policy',
      'explain',
      good,
      ...state,
      '--act',
      'THR_DEATH',
      '--exclude',
      'Nobody',
    );
    expect(code).toBe(2);
    expect(err).toContain('the roster has no organisation called "Nobody"');
  });
});

describe('amparo policy simulate', () => {
  it('invents the same week from the same seed, and says what it assumes', async () => {
    const week = ['policy', 'simulate', good, ...state, '--reports', '60', '--from', '2026-03-02'];
    const [one, same, other] = [await run(...week), await run(...week), await run(...week, '--seed', '2')];
    expect(one.out).toBe(same.out);
    expect(one.out).not.toBe(other.out);
    for (const words of [
      '60 invented reports',
      'Triage 1',
      'Safeguarding 1',
      'Somebody is on call at every hour',
      'Assumed, not measured',
    ])
      expect(one.out).toContain(words);
  });

  describe('with duty rosters as files', () => {
    const from = ['--reports', '60', '--from', '2026-03-02'];
    const delegated = () =>
      policyFile('delegated.yaml', (text) => `${text}\nduty:\n  triage: { signedBy: [triage-1] }\n`);
    const dutyFile = (change: (text: string) => string = (text) => text): string => {
      const file = join(root, 'duty.yaml');
      const text = `duty: amparo/1
roster: triage
timeZone: America/Lima
layers:
  - { name: days, members: [triage-2], turn: 7d, start: 2026-01-05, handover: '08:00', only: [{ from: '08:00', until: '20:00' }] }
`;
      writeFileSync(file, change(text));
      return file;
    };

    it('pages whom they put on call, and says when nobody is', async () => {
      const listed = await run('policy', 'simulate', delegated(), ...state, ...from);
      expect(listed.out).toContain('Somebody is on call at every hour');
      const { code, out } = await run(
        'policy',
        'simulate',
        delegated(),
        ...state,
        ...from,
        '--duty',
        dutyFile(),
      );
      expect(code).toBe(0);
      expect(out).toContain('Nobody is on call, and the whole desk is told:\n  triage: ');
      const pages = (text: string, person: string) =>
        Number(new RegExp(`${person}\\s+(\\d+)`).exec(text)?.[1] ?? '0');
      expect(pages(out, 'Triage 1')).toBeLessThan(pages(listed.out, 'Triage 1'));
      expect(pages(out, 'Triage 2')).toBeGreaterThan(pages(out, 'Triage 1'));
    });

    it('explains by them who is told', async () => {
      const night = ['--act', 'THR_DEATH', '--imminence', 'now', '--at', '2026-03-02 12:00'];
      const by = (...duty: string[]) => run('policy', 'explain', delegated(), ...state, ...night, ...duty);
      const first = ({ out }: { readonly out: string }) => /told|Triage.*$/m.exec(out)?.[0] ?? '';
      const [listed, given] = [await by(), await by('--duty', dutyFile())];
      expect(first(listed)).toContain('Triage 1');
      expect(first(given)).not.toContain('Triage 1');
    });

    it('refuses one that is wrong by its lines, and one that nobody may sign', async () => {
      const wrong = dutyFile((text) => text.replace('triage-2', 'nobody'));
      expect((await run('policy', 'simulate', delegated(), ...state, '--duty', wrong)).err).toMatch(
        /duty\.yaml is refused:\n {2}line 5: nobody of the roster is called "nobody"/,
      );
      expect((await run('policy', 'simulate', good, ...state, '--duty', dutyFile())).err).toContain(
        'the policy names nobody who may sign the roster "triage"',
      );
    });
  });
});

describe('a policy on its way to the roots', () => {
  it('is compiled into the folder with the next version, and signed', async () => {
    expect((await run('policy', 'compile', good, ...state)).code).toBe(0);
    expect(decodePolicy(published('policy')).version).toBe(2);
    const before = decodeHead(published('head')).version;
    expect((await run('directory', 'sign', ...state)).code).toBe(0);
    expect(decodeHead(published('head')).version).toBe(before + 1);
  });

  it('leaves the folder as it was when it is bad', async () => {
    const before = published('policy');
    const bad = policyFile('worse.yaml', (text) => text.replace('plan: critical\n', 'plan: low\n'));
    expect((await run('policy', 'compile', bad, ...state)).code).toBe(1);
    expect(published('policy')).toEqual(before);
  });

  it('is not signed while one of its tests fails, whoever put it there', async () => {
    const [test] = DEFAULT_POLICY.tests;
    const policy: Policy = {
      ...DEFAULT_POLICY,
      version: 9,
      tests: [{ ...test!, expect: { ...test!.expect, urgency: 'U4' } }],
    };
    writeFileSync(join(deployment, 'publication', 'policy.json'), policyBytes(policy));
    const head = published('head');
    const { code, err } = await run('directory', 'sign', ...state);
    expect(code).toBe(1);
    expect(err).toContain('Not signed: the policy does not do what it promises.');
    expect(err).toContain('it should be U4, and is U1');
    expect(published('head')).toEqual(head);
  });
});
