/** How a member is rung: `channels show`, `set`, `test`. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { FormatError, type OwnChannel } from '#crypto';
import { type ChannelSettings, createChannelSettings } from '#sdk/member';
import { readChannelsFile } from '../channels-file.js';
import { explainCall } from '../explain.js';
import type { CommonOptions } from '../home.js';
import { inSession, type SignedIn } from '../sign-in.js';
import { misuse, print, printJson, refuse, say } from '../terminal.js';

const settingsOf = ({ session, verified }: SignedIn): ChannelSettings =>
  createChannelSettings(session, verified);

async function shownBy(settings: ChannelSettings) {
  const answer = await settings.show();
  if (!answer.ok) throw explainCall(answer.failure);
  return answer.shown;
}

/** Where it rings, without keys and secrets. */
function describe(channel: OwnChannel): string {
  switch (channel.kind) {
    case 'webhook':
      return `webhook  ${channel.url}${channel.secret ? '  (v1a and v1)' : '  (v1a)'}`;
    case 'email':
      return `e-mail   ${channel.address}${channel.openpgp ? '  (OpenPGP)' : ''}`;
    case 'push':
      return `push     ${new URL(channel.endpoint).host}`;
    case 'sms':
      return `SMS      ${channel.number}`;
    case 'cap':
      return 'CAP feed (its address was shown when it was made)';
  }
}

async function show(options: CommonOptions): Promise<void> {
  await inSession(options, async (signedIn) => {
    const shown = await shownBy(settingsOf(signedIn));
    if (!shown) {
      if (options.json) printJson({ version: null, channels: [] });
      else print('No channels set: you find your notices with `amparo inbox`, and nothing rings.');
      return;
    }
    const { own, version, setAt, disabled, goneSince } = shown;
    if (!own)
      throw refuse('not-yours', 'What the server shows was not signed by you. Set your channels anew.');
    const channels = own.channels.map((channel, at) => ({
      text: describe(channel),
      disabled: disabled.includes(at),
      goneSince: goneSince[disabled.indexOf(at)] ?? null,
    }));
    if (options.json) {
      printJson({ version, setAt: setAt.toISOString(), language: own.language, channels });
      return;
    }
    print(
      `Set ${setAt.toISOString()} (version ${String(version)}), in ${own.language}, tried in this order:`,
    );
    for (const [at, { text, goneSince: since }] of channels.entries()) {
      const gone =
        since &&
        `  — has said since ${since.toISOString().slice(0, 16)}Z that it is no more; set your channels anew`;
      print(`  ${String(at + 1)}  ${text}${gone ?? ''}`);
    }
  });
}

async function set(path: string, options: CommonOptions): Promise<void> {
  await inSession(options, async (signedIn) => {
    const settings = settingsOf(signedIn);
    const before = await shownBy(settings);
    const kept = before?.own?.channels.find((one) => one.kind === 'cap')?.token ?? null;
    const { feedToken, ...channels } = await readChannelsFile(path, kept);
    const outcome = await settings.set(channels).catch((error: unknown) => {
      if (error instanceof FormatError) throw misuse('an address, number or key in the file is not one');
      throw error;
    });
    if (!outcome.ok) {
      if (outcome.reason === 'call') throw explainCall(outcome.failure);
      if (outcome.reason === 'too-long') throw misuse('the channels are too long: one OpenPGP key at most');
      throw refuse(
        outcome.reason,
        outcome.reason === 'refused' ? `Refused (${outcome.code}).` : 'No dispatch key.',
      );
    }
    if (options.json) {
      printJson({
        set: true,
        version: outcome.version,
        ...(feedToken === null ? {} : { feed: `/cap/${feedToken}` }),
      });
      return;
    }
    print('Set: signed by you and sealed to dispatch; the database holds no address.');
    if (feedToken !== null) print(`Your CAP feed, shown only now: <api>/cap/${feedToken}`);
    say('Try them: amparo channels test');
  });
}

const TRIES = 60;

async function test(options: CommonOptions): Promise<void> {
  await inSession(options, async (signedIn) => {
    const settings = settingsOf(signedIn);
    const asked = await settings.try();
    if (!asked.ok) {
      if (asked.reason === 'call') throw explainCall(asked.failure);
      throw refuse(
        asked.code,
        asked.code === 'too-soon' ? 'Once a minute is enough.' : 'You have no channels set.',
      );
    }
    const outcomes = await outcomesOf(settings);
    if (!outcomes)
      throw refuse('not-tried', 'Nobody tried them within a minute: the worker may be away. Tell your desk.');
    const shown = await shownBy(settings);
    const channels = shown?.own?.channels ?? [];
    if (options.json) printJson({ outcomes });
    else
      for (const [at, outcome] of outcomes.entries())
        print(`  ${String(at + 1)}  ${channels[at] ? describe(channels[at]) : ''}  ${wordsFor(outcome)}`);
    if (outcomes.every((one) => one !== 'delivered' && one !== 'relayed'))
      throw refuse('unreachable', 'None of your channels works: nothing will ring you.');
  });
}

async function outcomesOf(settings: ChannelSettings): Promise<readonly string[] | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await settings.trial();
    if (!answer.ok) throw explainCall(answer.failure);
    if (answer.trial?.version != null) return answer.trial.outcomes;
    await pause(1_000);
  }
  return null;
}

/** What the member, or whoever runs the servers, has to mend. */
const WORDS: Readonly<Record<string, string>> = {
  delivered: 'arrived',
  relayed: 'handed over; look whether it arrived',
  throttled: 'FAILED: it has too much to do; it is tried again later',
  redirect: 'FAILED: it points to another address, which is never followed',
  refused: 'FAILED: it refused the call',
  'server-error': 'FAILED: the server there is broken',
  gone: 'FAILED: it says that it is no more; set your channels anew',
  timeout: 'FAILED: nobody answered in time',
  connection: 'FAILED: nobody listens there',
  name: 'FAILED: the name of the server is not known',
  tls: 'FAILED: the connection could not be secured',
  'address-refused': 'FAILED: the address is not a public one',
  'address-invalid': 'FAILED: the address is not one',
  'not-configured': 'FAILED: whoever runs the servers has not set this way up',
};

const wordsFor = (outcome: string): string => WORDS[outcome] ?? `FAILED: ${outcome}`;

const FILE_HELP = `
The file, in YAML, in the order in which you want to be rung
  language: es                       # es, en or pt
  channels:
    - webhook: https://alerts.example.org/amparo
      secret: whsec_…                # optional: Standard Webhooks v1 beside v1a
    - email: guardia@example.org
      openpgp: guardia.asc           # optional: then the notice itself is inside
    - push: { endpoint: https://…, keys: { p256dh: …, auth: … } }
    - sms: "+51900000000"
    - cap: new                       # a private feed; "keep" keeps the one you have

Example
  amparo channels set my-channels.yaml --as luz
`;

export function addChannelsCommands(program: Command): void {
  const channels = program
    .command('channels')
    .description('how you are rung when there is something to read');
  channels
    .command('show')
    .description('what is set, as you signed it')
    .action(async (_: unknown, command: Command) => show(command.optsWithGlobals()));
  channels
    .command('set <file>')
    .description('your channels in order, instead of those before')
    .addHelpText('after', FILE_HELP)
    .action(async (path: string, _: unknown, command: Command) => set(path, command.optsWithGlobals()));
  channels
    .command('test')
    .description('ring each of them once, about nothing, and say what came of it')
    .action(async (_: unknown, command: Command) => test(command.optsWithGlobals()));
}
