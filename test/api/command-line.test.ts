/**
 * What a coordinator types when people must be told, called, or let sleep, and what they then read: whole stories at real processes,
 * a command after the other, each in a session of its own.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { draft } from '../support/draft.js';
import { Terminal } from '../support/terminal.js';
import { until, World } from '../support/world.js';
import { pageAtATerminal } from './page-at-a-terminal.js';
import { toldAtATerminal } from './told-at-a-terminal.js';

/** Unlocking a keyring takes a second of work, on a machine that does much else. */
const STORY_MS = 240_000;
const EVERY = { AMPARO_AUDIT_EVERY: '1' };

let world: World;
let terminal: Terminal;
beforeAll(async () => {
  world = await World.begin({ auditors: 1, apiEnv: EVERY, workerEnv: EVERY, auditorEnv: EVERY });
  terminal = new Terminal(world);
});
afterAll(async () => {
  await world.end();
  terminal.leave();
});

/** What it printed; fails with what it complained of. */
async function done(handle: string, ...command: readonly string[]): Promise<string> {
  const { code, out, err } = await terminal.as(handle, ...command);
  if (code !== 0)
    throw new Error(`amparo ${command.join(' ')} --as ${handle} ended with ${String(code)}: ${err}`);
  return out;
}
async function refused(handle: string, ...command: readonly string[]): Promise<string> {
  const { code, out, err } = await terminal.as(handle, ...command);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  return err;
}
/** The first id after these words. */
const idAfter = (text: string, words: string): string => {
  const [, id] = new RegExp(`${words}[^]*?([0-9a-f]{8}-[0-9a-f-]{27})`).exec(text) ?? [];
  if (id === undefined) throw new Error(`no id after "${words}" in: ${text}`);
  return id;
};

describe('at a terminal', () => {
  it(
    'whoever asks whether all is well is told so when it is',
    async () => {
      const healthy = await until(
        'good health',
        async () => {
          const { code, out } = await terminal.as('rosa', 'health');
          return code === 0 ? out : null;
        },
        60_000,
      );
      expect(healthy).not.toContain('WRONG');
    },
    STORY_MS,
  );

  it(
    'an ally says how to be rung, tries it, and reads what came of each way',
    async () => {
      expect(await done('luz', 'channels', 'show')).toContain('nothing rings');
      const file = terminal.file(
        'channels.yaml',
        `channels:\n  - webhook: ${world.receiver.url}\n  - sms: "+51900000000"\n  - cap: new\n`,
      );
      const set = await done('luz', 'channels', 'set', file);
      expect(set).toMatch(/shown only now: <api>\/cap\/[\w-]{43}/);
      const shown = await done('luz', 'channels', 'show');
      expect(shown).toMatch(/1 {2}webhook .*\n {2}2 {2}SMS {6}\+51900000000\n {2}3 {2}CAP feed/);
      // The address of the feed is all that it takes to read it: it is never shown again.
      expect(shown).not.toContain(/cap\/([\w-]{43})/.exec(set)![1]!);
      const tried = await done('luz', 'channels', 'test');
      expect(tried).toMatch(/1 {2}webhook .* arrived\n/);
      expect(tried).toContain('FAILED: whoever runs the servers has not set this way up');
      expect(await refused('luz', 'channels', 'test')).toContain('Once a minute is enough.');
      const wrong = terminal.file('wrong.yaml', 'channels:\n  - fax: 1\n');
      expect((await terminal.as('luz', 'channels', 'set', wrong)).code).toBe(2);
      expect(await done('luz', 'channels', 'show')).toBe(shown);
    },
    STORY_MS,
  );

  it(
    'a coordinator plans who is on call, and sees a gap before it comes',
    async () => {
      const example = 'libs/rosters/examples/triage.yaml';
      expect(await done('rosa', 'duty', 'show')).toContain(
        'triage  nobody has signed it yet (rosa, mateo may)',
      );
      expect(await refused('luz', 'duty', 'set', example)).toContain('Your rights do not include this.');
      expect(await done('rosa', 'duty', 'set', example)).toBe('Signed: triage, version 1.\n');
      const swapped = ['--on', 'mateo', '--off', 'rosa', '--from', '2030-01-15', '--until', '2030-01-16'];
      expect(await done('rosa', 'duty', 'swap', ...swapped)).toContain('version 2');
      expect(await done('mateo', 'duty', 'show', '--on', '2030-01-15')).toContain(
        'first  Tue 2030-01-15 00:00 – Wed 2030-01-16 00:00  mateo',
      );
      const week = ['--from', '2020-01-01', '--until', '2099-01-01'];
      expect(await done('rosa', 'duty', 'leave', ...week)).toBe('Signed: triage, version 3.\n');
      expect(await done('mateo', 'duty', 'check')).not.toContain('gap');
      expect(await done('rosa', 'duty', 'mine')).toBe('You are not on call in the next 30 days.\n');
      expect(await done('mateo', 'duty', 'mine')).toContain('  triage\n');
      // Two at once: everybody is away, and whoever signs it is told at once.
      expect(await done('mateo', 'duty', 'leave', ...week)).toContain(
        'nobody is on call; the whole desk would be paged',
      );
      const { code, out } = await terminal.as('rosa', 'duty', 'check');
      expect(code).toBe(1);
      expect(out).toContain('triage: ');
      const quiet = await done('ines', 'quiet');
      expect(quiet).toContain('ines has set no channel');
      // Said once, however many layers are empty.
      expect((await done('rosa', 'quiet')).match(/roster triage has nobody on call/g)).toHaveLength(1);
    },
    STORY_MS,
  );

  it(
    'two people of different organisations keep a bell quiet, and everybody can read who and why',
    async () => {
      const away = ['--member', 'carmen', '--minutes', '60', '--reason', 'en audiencia'];
      const said = await done('rosa', 'silence', 'propose', ...away, '--desk', 'safeguarding');
      expect(said).toContain('the bell rings until somebody of another organisation agrees');
      const id = idAfter(said, 'agrees:').slice(0, 8);
      expect(await done('ines', 'quiet')).toContain(
        'carmen would be silenced; a second person has not signed',
      );
      expect(await refused('mateo', 'silence', 'agree', id)).toContain('Nothing was signed.');
      expect(await done('ines', 'silence', 'agree', id)).toContain('Agreed:');
      expect(await done('ines', 'quiet')).toMatch(
        /carmen is silenced\n.*\n {2}signed by rosa and ines: en audiencia/,
      );
      expect(await done('rosa', 'quiet')).toContain('somebody (sealed to the other desk) is silenced');
      expect(await done('mateo', 'silence', 'end', id)).toContain('Ended:');
      expect(await done('ines', 'quiet')).not.toContain('carmen is silenced');
      // Of one organisation: refused before anybody believes that the bell is quiet.
      const alike = idAfter(await done('rosa', 'silence', 'propose', ...away), 'agrees:');
      expect(await refused('mateo', 'silence', 'agree', alike)).toContain(
        'both who signed are of one organisation',
      );
      expect(await done('mateo', 'quiet')).toContain('carmen would be silenced');
      // The demo's policy knows no night in which one person is enough.
      const alone = await refused('rosa', 'silence', 'propose', ...away, '--alone');
      expect(alone).toContain('by the policy nobody may do this alone');
      expect(await refused('luz', 'quiet')).toContain('Your rights do not include this.');
    },
    STORY_MS,
  );

  it(
    'a coordinator makes a call that nobody else makes at the same time, and records what was said',
    async () => {
      expect((await terminal.as('rosa', 'tasks')).err).toContain('No calls to make.');
      const { reportId } = await world.submit(draft());
      const alertId = await world.alertOf(reportId);
      await until('the task', async () => (await world.count('task where alert_id = $1', alertId)) || null);
      const listed = await done('rosa', 'tasks');
      expect(listed).toMatch(/U1 {2}open\n {2}alert {5}nobody has accepted yet/);
      expect(listed).toContain('why       they have no software: a telephone is the only way');
      expect(listed).toContain(
        'call      Vilma Tapullima (Coordinadora Selva Despierta)  +51 900 000 003, speaks Spanish',
      );
      const id = idAfter(listed, '').slice(0, 8);
      const script = await done('rosa', 'call', id);
      expect(script).toContain('You may say only: "There is something to talk about. Please call back."');
      expect(script).toContain(
        'Never: names, the place, what happened, who reported. Nothing at all on voice mail.',
      );
      expect(await refused('mateo', 'call', id)).toContain('A colleague is calling at this moment.');
      expect(await refused('rosa', 'call', id, '--outcome', 'acting')).toContain('They never accepted');
      expect(await done('rosa', 'call', id, '--outcome', 'no-answer')).toContain(
        'the call stays to be tried again',
      );
      expect(await done('mateo', 'call', id)).toContain('no answer (1 called)');
      expect(await done('mateo', 'call', id, '--outcome', 'accepted')).toContain(
        'they accepted. Nobody else is paged',
      );
      expect((await terminal.as('rosa', 'tasks')).err).toContain('No calls to make.');
      expect(await done('rosa', 'tasks', '--all')).toContain('reached accepted (2 called)');
      expect(await refused('luz', 'tasks')).toContain('Your rights do not include this.');
      expect((await terminal.as('rosa', 'call', 'nobody')).code).toBe(2);
    },
    STORY_MS,
  );

  it(
    'a desk practises: a drill rings like an alert, says that it is none, and is ended with one command',
    async () => {
      const member = world.demo.person('luz').memberId;
      const notices = () => world.count('notice where member_id = $1', member);
      const before = await notices();
      const words = terminal.file('words', '');
      const text = terminal.file('drill.txt', 'Esto es un simulacro.');
      const what = ['--act', 'THR_DEATH', '--imminence', 'now', '--department', '25', '--need', 'CS_LEGAL'];
      const started = ['drill', 'start', text, ...what, '--consent', 'T2', '--words-file', `${words}.new`];
      expect(await done('rosa', ...started)).toContain('Accepted: the receipt');
      await until('the notice', async () => ((await notices()) > before ? true : null));
      await world.settled();
      expect(await done('luz', 'inbox')).toContain('EXERCISE');
      expect(await done('rosa', 'drill', 'end')).toBe('Ended 1 exercise.\n');
      expect(await done('rosa', 'drill', 'end')).toBe('Ended 0 exercises.\n');
    },
    STORY_MS,
  );

  it(
    'a reporter sends a photo with a code of their own, and goes on talking; whoever is forced shows something else',
    () => toldAtATerminal(world, terminal),
    STORY_MS,
  );

  it(
    'anybody learns whether the page that is served is the one that was signed, and which file is not',
    () => pageAtATerminal(world, terminal),
    STORY_MS,
  );

  it(
    'whoever asks whether all is well is told what is not, and what to do: the auditor is gone',
    async () => {
      await world.auditors[0]!.kill();
      const sick = await until(
        'the finding',
        async () => {
          const { code, out } = await terminal.as('rosa', 'health');
          return code === 1 && out.includes('sign of life') ? out : null;
        },
        60_000,
      );
      expect(sick).toContain('WRONG  The auditor gives no sign of life');
      expect(sick).toContain('Start it again, and read the last lines of its log.');
      expect(JSON.parse((await terminal.as('rosa', 'health', '--json')).out)).toMatchObject({ ok: false });
    },
    STORY_MS,
  );
});
