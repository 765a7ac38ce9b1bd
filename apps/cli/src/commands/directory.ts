/** `amparo directory`: verify and show what a server serves; sign, cosign and publish what lies in a deployment folder. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { decodeDirectory, decodeHead, decodeRoster, toBase64Url, toHex } from '#crypto';
import { cosign } from '#sdk/ceremony';
import {
  publicationFiles,
  readKeyrings,
  readPinFile,
  readProofs,
  readPublication,
  readRoster,
  readSeed,
  writeDeployment,
} from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { sendFreshness, sendKeyring, sendPublication, type PublishOutcome } from '#sdk/publish';
import { addSignature, signNextHead, type SignOutcome } from '#sdk/sign-head';
import type { Storage, VerifiedDirectory } from '#sdk';
import { counted } from '../counted.js';
import { explainCall } from '../explain.js';
import { connect, verifiedDirectory, type CommonOptions } from '../home.js';
import { signedWorld } from '../policy-world.js';
import { pagesFolder, readPages, stateFolder } from '../pages.js';
import { refuseToSign } from '../policy.js';
import { misuse, print, printJson, refuse } from '../terminal.js';

interface SignOptions extends CommonOptions {
  readonly root: string[];
  readonly add?: boolean;
  readonly validDays: string;
  readonly pages?: string;
}

const folder = (options: CommonOptions): Storage => fileStorage(stateFolder(options));

/** A missing or spoiled file of the folder is the person's to mend, and has a name. */
async function reading<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    throw misuse(`the deployment folder does not hold a readable ${what}`);
  }
}

function show({ head, headHash, directory, warnings }: VerifiedDirectory): void {
  const name = (id: string): string => directory.organisations.find((one) => one.id === id)?.name ?? id;
  print(`deployment  ${head.deployment}${head.demo ? '  (DEMO)' : ''}`);
  print(
    `version     ${String(head.version)}, issued ${head.issued.toISOString().slice(0, 10)}, expires ${head.expires.toISOString().slice(0, 10)}`,
  );
  print(`head        ${toHex(headHash)}`);
  for (const { desk, epoch, organisations, retired } of directory.desks) {
    print(
      `desk        ${desk} ${String(epoch)}: ${organisations.map(name).join(', ')}${retired ? '  (retired)' : ''}`,
    );
  }
  print(
    `custody     ${String(directory.custody.k)} of ${directory.custody.boxes.map((box) => name(box.organisation)).join(', ')}`,
  );
  for (const { name: channel, assurance, revoked } of directory.channels) {
    print(`channel     ${channel} (${assurance})${revoked ? '  revoked' : ''}`);
  }
  print(`named       ${directory.organisations.map((one) => one.name).join(', ')}`);
  print(`warnings    ${warnings.length === 0 ? 'none' : warnings.join(', ')}`);
}

async function look(options: CommonOptions, full: boolean): Promise<void> {
  const verified = await verifiedDirectory(await connect(options));
  const { head, headHash, directory, warnings } = verified;
  if (options.json) {
    const summary = {
      deployment: head.deployment,
      demo: head.demo,
      version: head.version,
      head: toBase64Url(headHash),
      warnings,
    };
    printJson(full ? { ...summary, expires: head.expires, organisations: directory.organisations } : summary);
    return;
  }
  if (full) show(verified);
  else
    print(`Verified: version ${String(head.version)} of ${head.deployment}, signed by the roots you trust.`);
}

const REFUSALS: Readonly<Record<string, string>> = {
  malformed: 'is not in its one valid form',
  'unproven-key': 'is listed with a key that its holder did not prove to have',
  'does-not-fit':
    'is broken: directory, roster, access list and grants do not fit together (libs/crypto/PROTOCOL.md §5.11)',
  'other-deployment': 'is of another deployment than the pin',
  'not-a-root': 'is not one of the roots of the pin',
  'nothing-to-sign': 'is not what the present head names: make a new head without --add',
};

/** What lies in the deployment folder, or where the person says. */
async function pagesToSign(options: SignOptions): Promise<Uint8Array | undefined> {
  const made = pagesFolder(options);
  if (options.pages === undefined && !existsSync(made)) return undefined;
  return (await readPages(options.pages ?? made)).hash;
}

async function sign(options: SignOptions): Promise<void> {
  const storage = folder(options);
  const validDays = Number(options.validDays);
  if (!Number.isInteger(validDays) || validDays < 1 || validDays > 400)
    throw misuse('--valid-days is 1 to 400');
  const names = options.root.length > 0 ? options.root : (await storage.list('secrets/root-')).slice(0, 9);
  if (names.length === 0)
    throw misuse('no root key: give --root secrets/root-1.json, relative to the folder');
  const inputs = {
    pin: await reading('pin', () => readPinFile(storage)),
    publication: await reading('publication', () => readPublication(storage)),
    roster: await reading('roster', () => readRoster(storage)),
    proofs: await reading('possession.json', () => readProofs(storage)),
    rootSeeds: await Promise.all(names.map((name) => reading(name, () => readSeed(storage, name, 'root')))),
    now: new Date(),
    validDays,
    pages: await pagesToSign(options),
  };
  const outcome: SignOutcome = options.add ? addSignature(inputs) : signNextHead(inputs);
  if (!outcome.ok) {
    const { reason, where } = outcome.refusal;
    throw refuse(reason, `Not signed: ${where} ${REFUSALS[reason] ?? reason}.`);
  }
  refuseToSign(
    inputs.publication.policy,
    signedWorld(decodeRoster(inputs.roster), decodeDirectory(inputs.publication.directory)),
  );
  await writeDeployment(storage, publicationFiles(outcome.publication));
  const { version } = decodeHead(outcome.publication.signedHead.bytes);
  const { length } = outcome.publication.signedHead.signatures;
  if (options.json) printJson({ version, signatures: length, complete: outcome.complete });
  else if (outcome.complete)
    print(`Head ${String(version)} is signed by enough roots; publish it with: amparo directory publish`);
  else
    print(
      `Head ${String(version)} has ${String(length)} of ${String(inputs.pin.threshold)} signatures: the next root signs with --add.`,
    );
}

function orThrow(outcome: PublishOutcome): void {
  if (outcome.ok) return;
  if (outcome.reason === 'call') throw explainCall(outcome.failure);
  throw refuse('refused', `The server refused it (${outcome.code}).`);
}

async function publish(options: CommonOptions): Promise<void> {
  const storage = folder(options);
  const publication = await reading('publication', () => readPublication(storage));
  const { transport } = await connect(options);
  orThrow(await sendPublication(transport, publication));
  const keyrings = await reading('keyrings', () => readKeyrings(storage));
  for (const keyring of keyrings) orThrow(await sendKeyring(transport, keyring));
  const { version } = decodeHead(publication.signedHead.bytes);
  if (options.json) printJson({ published: version, keyrings: keyrings.length });
  else print(`Published: head ${String(version)} and ${counted(keyrings.length, 'keyring')}.`);
}

async function freshen(options: CommonOptions): Promise<void> {
  const storage = folder(options);
  const seed = await reading('witness key', () => readSeed(storage, 'secrets/witness.json', 'witness'));
  const { bytes } = (await reading('publication', () => readPublication(storage))).signedHead;
  const { transport } = await connect(options);
  orThrow(await sendFreshness(transport, cosign(bytes, seed, new Date())));
  if (options.json) printJson({ cosigned: true });
  else print('Cosigned: this head is the newest one now, good for seven days.');
}

export function addDirectoryCommands(program: Command): void {
  const directory = program.command('directory').description('who is who: the signed directory of keys');
  directory
    .command('verify')
    .description('fetch it and check it against the pin and against what was seen before')
    .action(async (_: unknown, command: Command) => look(command.optsWithGlobals(), false));
  directory
    .command('show')
    .description('verify it, then show desks, custodians, channels and organisations')
    .action(async (_: unknown, command: Command) => look(command.optsWithGlobals(), true));
  directory
    .command('sign')
    .description('check the documents in a deployment folder and sign the next head over them')
    .option(
      '--root <file>',
      'root key, relative to the folder (repeat; default: all of secrets/root-*)',
      (one, all: string[]) => [...all, one],
      [],
    )
    .option('--add', 'add a signature under the present head instead of making the next one')
    .option('--valid-days <n>', 'how long the new head is valid, 1 to 400', '365')
    .option('--pages <dir>', 'the reporter’s page (default: pages/ of the folder, if `amparo pages` made it)')
    .addHelpText(
      'after',
      '\nExamples\n  amparo directory sign --state ./deployment\n  amparo directory sign --state ./deployment --root secrets/root-2.json --add\n',
    )
    .action(async (_: unknown, command: Command) => sign(command.optsWithGlobals()));
  directory
    .command('publish')
    .description('hand the folder’s publication and keyrings to the api')
    .addHelpText(
      'after',
      '\nExample\n  amparo directory publish --state ./deployment --api https://api.example.org\n',
    )
    .action(async (_: unknown, command: Command) => publish(command.optsWithGlobals()));
  directory
    .command('cosign')
    .description('as a witness: say that the published head is the newest one now')
    .action(async (_: unknown, command: Command) => freshen(command.optsWithGlobals()));
}
