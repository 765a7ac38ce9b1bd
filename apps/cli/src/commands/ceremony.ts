/**
 * `amparo ceremony`: makes a deployment in a folder, asking nothing. Run it on a machine that is never on a network, carry
 * each secret to its one place, and hand each passphrase over in person. Nothing secret is printed.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { toHex, hash128 } from '#crypto';
import { newId } from '#kernel';
import { holdCeremony, type CeremonyPlan } from '#sdk/ceremony';
import { deploymentFiles, writeDeployment } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { writePageFolder } from '#sdk/page-folder';
import { makePages } from '#sdk/pages';
import { counted } from '../counted.js';
import { builtPage } from '../pages.js';
import { policyFor } from '../policy.js';
import { pushKeyFiles } from '../push-key.js';
import { parsePlan } from '../plan.js';
import { demoPlan, smallPlan } from '../profiles.js';
import { misuse, print, printJson, readText, say } from '../terminal.js';

interface CeremonyOptions {
  readonly profile?: 'small' | 'demo';
  readonly people?: string;
  readonly deployment?: string;
  readonly policy?: string;
  readonly out: string;
  readonly json?: boolean;
  readonly showWords?: boolean;
}

async function planFrom(options: CeremonyOptions): Promise<CeremonyPlan> {
  if ((options.profile === undefined) === (options.people === undefined)) {
    throw misuse('give either --profile small|demo or --people FILE');
  }
  if (options.people !== undefined) return parsePlan(await readText(options.people), options.deployment);
  const name = options.deployment ?? `amparo-${toHex(crypto.getRandomValues(new Uint8Array(4)))}`;
  return options.profile === 'demo' ? demoPlan(name) : smallPlan(name);
}

async function ceremony(options: CeremonyOptions): Promise<void> {
  const plan = await planFrom(options);
  if (options.showWords && !process.stdout.isTTY) throw misuse('--show-words works on a terminal only');
  // A second ceremony over the first would lock every member out of what is sealed to them.
  if (existsSync(join(options.out, 'public', 'pin.json')))
    throw misuse(`${options.out} holds a deployment already`);
  if (!options.json) say(`Making ${counted(plan.people.length, 'keyring')}; each takes about a second.`);
  const policyText = options.policy === undefined ? undefined : await readText(options.policy);
  const now = new Date();
  const bundle = await builtPage();
  const made = await holdCeremony(plan, {
    now,
    ...(bundle && { pages: async (pin) => (await makePages(bundle, { pin, built: now })).hash }),
    newId,
    policy: (ids) => policyFor(plan, ids, policyText),
    progress: (handle, done, of) => {
      if (!options.json) say(`  ${String(done + 1)}/${String(of)} ${handle}`);
    },
  });
  await writeDeployment(fileStorage(options.out), [...deploymentFiles(made), ...pushKeyFiles()]);
  if (bundle) {
    const { files } = await makePages(bundle, { pin: made.pin, built: now });
    await writePageFolder(join(options.out, 'pages'), files);
  }
  const fingerprint = toHex(hash128(made.pinBytes));
  if (options.json) {
    printJson({
      deployment: plan.deployment,
      folder: options.out,
      pin: fingerprint,
      people: plan.people.map(({ handle }) => handle),
    });
    return;
  }
  print(`Deployment ${plan.deployment} lies in ${options.out}`);
  print(`Pin fingerprint, to be compared aloud: ${fingerprint.match(/.{4}/g)?.join(' ') ?? ''}`);
  print('');
  print('Carry each to its one place, then erase the rest:');
  print('  secrets/root-*.json          offline, at different organisations');
  print('  secrets/witness.json         a witness that the operator does not run');
  print('  secrets/accept.json          the api');
  print('  secrets/dispatch*.json, webhook.json, index.json, push.json   the worker');
  print('  people/*.passphrase          each person, by hand; then erase the file');
  print('  secrets/desk-*.json, roster.json       offline; the roster is a list of targets');
  if (bundle) print('  pages/                       the web process, which serves the reporter’s page');
  print(`Then publish: amparo directory publish --state ${options.out} --api https://…`);
  if (options.showWords)
    for (const { handle, passphrase } of made.people) print(`  ${handle}: ${passphrase}`);
}

export function addCeremonyCommand(program: Command): void {
  program
    .command('ceremony')
    .description('make a deployment: all keys, all people, the first signed head')
    .addOption(new Option('--profile <name>', 'a ready plan').choices(['small', 'demo']))
    .option('--people <file>', 'a plan of your own, as JSON')
    .option('--deployment <name>', 'name of the deployment, part of what everybody signs')
    .option('--policy <file>', 'a routing policy of your own, as YAML (see `amparo policy check`)')
    .requiredOption('--out <dir>', 'an empty folder (secrets are written with mode 600)')
    .option('--show-words', 'also show the passphrases, on a terminal only')
    .addHelpText(
      'after',
      `
A plan has organisations (key, name, kind, capabilities, departments, tier, named), people (handle, name, organisation,
rights, phone), channels, custodyQuorum, roots {count, threshold}, callback and validDays. Rights are desk:triage,
desk:safeguarding, ally, custodian, auditor, admin. An organisation cannot hold a desk and a custody box.

Examples
  amparo ceremony --profile small --out ./deployment
  amparo ceremony --people people.json --deployment amparo-ucayali --out ./deployment
`,
    )
    .action(async (_: unknown, command: Command) => ceremony(command.optsWithGlobals()));
}
