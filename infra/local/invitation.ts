/** What the terminal says once everything runs: where to look, who the people are, and how to send a report of one's own. */
import { join, relative } from 'node:path';
import type { DemoWorld } from './demo.js';
import type { Narrator } from './narrate.js';
import { FEED_FILE } from './settle-in.js';

export interface Addresses {
  readonly api: string;
  readonly page: string;
  readonly postgresPort: number;
  readonly queueBackend: 'postgres' | 'redis';
  readonly webhook: string;
  readonly logs: string;
}

const ROLES: Readonly<Record<string, string>> = {
  'desk:triage': 'coordinator, triage desk',
  'desk:safeguarding': 'coordinator, safeguarding desk',
  ally: 'ally',
  custodian: 'custodian',
  auditor: 'auditor',
  admin: 'administrator',
};

export function printInvitation(narrator: Narrator, world: DemoWorld, addresses: Addresses): void {
  const here = (path: string): string => {
    const short = relative(process.cwd(), path);
    return short.startsWith('..') ? path : short;
  };
  narrator.section('Where things are');
  narrator.row('reporter’s page', addresses.page);
  narrator.row('api', addresses.api);
  narrator.row(
    'database',
    `PostgreSQL on 127.0.0.1:${String(addresses.postgresPort)}; the queue runs on ${addresses.queueBackend === 'redis' ? 'Redis' : 'PostgreSQL'}`,
  );
  narrator.row('ally’s receiver', addresses.webhook);
  narrator.row(
    'ally’s feed',
    `${new URL(addresses.api).origin}/cap/ and the token in ${here(join(world.dir, FEED_FILE))}`,
  );
  narrator.row('logs', here(addresses.logs));

  narrator.section('The people (all invented)');
  for (const { handle, name, rights } of world.people) {
    narrator.row(handle, `${name}, ${rights.map((right) => ROLES[right] ?? right).join(', ')}`);
  }
  narrator.blank();
  narrator.paragraph(
    `Each signs in with a handle and a passphrase of eight words, which lies in ${here(world.passphraseFile('NAME'))}. The command line takes both with --as NAME.`,
  );

  narrator.section('Send a report of your own, from a second terminal in this folder');
  const state = process.env['AMPARO_STATE'];
  const commands: readonly (readonly [string, string])[] = [
    ...(state ? ([['this demo keeps its state elsewhere', `export AMPARO_STATE=${state}`]] as const) : []),
    [
      'write it, seal it, send it; you are given twelve words',
      'echo "They came to the house last night." > my.txt',
    ],
    [
      '',
      'npx amparo submit my.txt --act THR_DEATH --imminence now --department 25 --need CS_LEGAL --consent T2',
    ],
    ['the desk sees it waiting', 'npx amparo queue --as rosa'],
    ['claim and open it (the first characters of its id are enough)', 'npx amparo claim REPORT --as rosa'],
    ['', 'npx amparo open REPORT --as rosa'],
    ['the ally reads the notice and answers for it with a signature', 'npx amparo inbox --as luz'],
    ['', 'npx amparo ack NOTICE --as luz'],
    ['the desk answers the reporter', 'echo "We are with you." | npx amparo reply REPORT - --as rosa'],
    ['read the answer with the twelve words', 'npx amparo mailbox'],
    ['who is on call, and who is not being alerted now', 'npx amparo duty show --as rosa'],
    ['', 'npx amparo quiet --as rosa'],
    [
      'how the ally is rung: a webhook, and a private feed for their software',
      'npx amparo channels show --as luz',
    ],
    ['see whether everything that must run does', 'npx amparo health --as rosa'],
    [
      'check that the page served is the one that the roots signed',
      `npx amparo verify-page ${addresses.page}`,
    ],
  ];
  for (const [comment, command] of commands) narrator.command(comment, command);
  narrator.blank();
  // Outside the checkout npx would ask the registry for a package of that name, and run a stranger's.
  narrator.paragraph(
    `Every command has --help and --json. In another folder: node ${join(process.cwd(), 'apps/cli/amparo.js')}`,
  );
  narrator.paragraph('Stop everything with Ctrl-C.');
  narrator.blank();
}
