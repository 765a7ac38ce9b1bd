/** `amparo bundle`: sealed reports into one file or into parts, and back. Needs no server and no key. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { channelStatement, decodeEnvelope, envelopeDigest, sign, signKeyPairFromSeed, toHex } from '#crypto';
import { openDirectory, type Transport } from '#sdk';
import {
  joinParts,
  makeBundle,
  splitIntoParts,
  wholeEnvelopes,
  type ChannelClaim,
  type PartForm,
} from '#sdk/carried';
import { readSeed } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { bundlesIn, filesIn, readCarried, troublesOf, writeNew } from '../carried-files.js';
import { counted } from '../counted.js';
import { explainDirectory } from '../explain.js';
import { atHome, openHome, type CommonOptions } from '../home.js';
import { qrFiles, qrForTerminal } from '../qr-sheet.js';
import { oneOf } from '../report-options.js';
import { misuse, print, printJson, refuse, say } from '../terminal.js';

interface BundleOptions extends CommonOptions {
  readonly out?: string;
  readonly outbox?: boolean;
  readonly parts?: string;
  readonly show?: boolean;
  readonly channel?: string;
  readonly channelKey?: string;
}

const REFUSED: Readonly<Record<string, string>> = {
  empty: 'There is nothing to carry.',
  'too-many': 'A bundle holds at most 1,000 envelopes: make several.',
  'too-large': 'A bundle holds at most 64 MiB: make several.',
  'too-many-parts': 'That would be more than 999 parts: carry it as a file.',
  'not-an-envelope': 'One of these is not a sealed envelope.',
};
const refused = (reason: string): Error => refuse(reason, REFUSED[reason] ?? 'It cannot be made.');

/** For what must work without a signal: the directory of the last visit, verified again. */
const nobody: Transport = {
  origin: '',
  fetch: () => Promise.reject(new Error('offline')),
  call: () => Promise.resolve({ ok: false, reason: 'unreachable' }),
};

type Claimer = (digest: Uint8Array) => ChannelClaim | null;

/** Only when a channel is named: whoever takes the bundle away learns which one it is. */
async function claimer(options: BundleOptions): Promise<Claimer> {
  if (options.channel === undefined) return () => null;
  const { home, pin } = await atHome(options);
  const opened = await openDirectory({ transport: nobody, pin, storage: home.storage, now: new Date() });
  if (!opened.ok) {
    throw opened.reason === 'call'
      ? misuse('no directory was kept yet: run `amparo directory verify` once while there is a signal')
      : refuse(opened.reason, explainDirectory(opened.reason));
  }
  const { channels, deployment } = opened.directory.directory;
  const channel = channels.find(({ id, name }) => id === options.channel || name === options.channel);
  if (!channel) throw misuse('--channel is not in the directory');
  const { id } = channel;
  if (channel.signKey === null) return () => ({ id, signature: null });
  if (options.channelKey === undefined)
    throw misuse('this channel signs what it relays: give --channel-key FILE');
  const seed = await readSeed(fileStorage('.'), options.channelKey, 'channel').catch(() =>
    Promise.reject(misuse('--channel-key is not a key file of a channel; name it relative to this folder')),
  );
  const { secretKey } = signKeyPairFromSeed(seed);
  return (digest) => ({
    id,
    signature: sign('channel', channelStatement({ deployment, channelId: id, digest }), secretKey),
  });
}

interface Gathered {
  readonly envelope: Uint8Array;
  readonly claim: ChannelClaim | null;
}

/** A file is one sealed envelope or a bundle; what is damaged in a bundle is told, and the rest goes on. */
function envelopesIn(file: string, bytes: Uint8Array): readonly Gathered[] {
  if (decodeEnvelope(bytes).ok) return [{ envelope: bytes, claim: null }];
  const { bundles } = bundlesIn(bytes);
  for (const trouble of troublesOf(bundles)) say(`${file}: ${trouble}`);
  return wholeEnvelopes(bundles);
}

async function fromOutbox(options: BundleOptions): Promise<Gathered[]> {
  const { storage } = openHome(options);
  const names = await storage.list('outbox/');
  const kept = await Promise.all(names.map((name) => storage.get(name)));
  return kept.filter((envelope) => envelope !== null).map((envelope) => ({ envelope, claim: null }));
}

async function make(paths: readonly string[], options: BundleOptions): Promise<void> {
  if (options.out === undefined && !options.show) throw misuse('where to? give --out');
  if (paths.length === 0 && !options.outbox) throw misuse('what to carry? give files, a folder, or --outbox');
  const given: Gathered[] = [];
  for (const file of await filesIn(paths)) given.push(...envelopesIn(file, await readCarried(file)));
  if (options.outbox) given.push(...(await fromOutbox(options)));
  const claimFor = await claimer(options);
  const made = makeBundle(
    given.map(({ envelope, claim }) => ({ envelope, claim: claim ?? claimFor(envelopeDigest(envelope)) })),
  );
  if (!made.ok) throw refused(made.reason);
  const count = wholeEnvelopes(bundlesIn(made.bytes).bundles).length;
  if (options.parts !== undefined) {
    await writeParts(made.bytes, options);
    return;
  }
  if (options.out === undefined) throw misuse('--show goes with --parts qr or --parts message');
  await writeNew(options.out, made.bytes);
  if (options.json) printJson({ bundle: options.out, envelopes: count, bytes: made.bytes.length });
  else
    print(
      `${counted(count, 'sealed envelope')} in ${options.out}. Anybody may carry it and send it with: amparo relay ${options.out}`,
    );
}

async function writeParts(bytes: Uint8Array, options: BundleOptions): Promise<void> {
  const form: PartForm = oneOf('parts', options.parts ?? '', ['qr', 'message']);
  const split = splitIntoParts(bytes, form);
  if (!split.ok) throw refused(split.reason);
  if (options.show) for (const part of split.parts) print(form === 'qr' ? qrForTerminal(part) : part);
  if (options.out === undefined) return;
  await mkdir(options.out, { recursive: true, mode: 0o700 });
  const width = String(split.parts.length).length;
  const numbered = split.parts.map(
    (part, at) => [`part-${String(at + 1).padStart(width, '0')}`, part] as const,
  );
  const files =
    form === 'qr'
      ? qrFiles(numbered, split.id)
      : numbered.map(([name, part]) => [`${name}.txt`, `${part}\n`] as const);
  for (const [name, content] of files) await writeNew(join(options.out, name), content);
  if (options.json) printJson({ folder: options.out, parts: split.parts.length, id: split.id });
  else
    print(
      `${counted(split.parts.length, 'part')} in ${options.out}. Put together again with: amparo bundle join ${options.out} --out FILE`,
    );
}

async function split(file: string, options: BundleOptions): Promise<void> {
  if (options.parts === undefined) throw misuse('which form? give --parts qr or --parts message');
  if (options.out === undefined && !options.show) throw misuse('where to? give --out FOLDER, or --show');
  await writeParts(await readCarried(file), options);
}

async function joinAll(paths: readonly string[], options: BundleOptions): Promise<void> {
  if (options.out === undefined) throw misuse('where to? give --out FILE');
  const texts: string[] = [];
  for (const file of await filesIn(paths))
    texts.push(Buffer.from(await readCarried(file)).toString('latin1'));
  const joined = joinParts(texts);
  if (!joined.ok) {
    throw joined.reason === 'no-parts'
      ? refuse(joined.reason, 'There is no part in these files. A part begins with AMPARO1.')
      : refuse(joined.reason, 'These are parts of more than 64 files: join them in smaller heaps.');
  }
  const named = joined.files.flatMap(({ id, parts, missing, damaged }) => [
    ...missing.map((number) => ({ id, number, parts, state: 'missing' })),
    ...damaged.map((number) => ({ id, number, parts, state: 'damaged' })),
  ]);
  for (const { id, number, parts, state } of named)
    say(`${joined.files.length > 1 ? `${id}: ` : ''}part ${String(number)} of ${String(parts)} is ${state}`);
  if (joined.unreadable > 0)
    say(`${counted(joined.unreadable, 'part is', 'parts are')} so damaged that no number can be read there`);
  await writeNew(options.out, Buffer.concat(joined.files.map(({ bytes }) => bytes)));
  const complete = named.length === 0 && joined.files.length > 0;
  if (options.json) printJson({ file: options.out, complete, unreadable: joined.unreadable, parts: named });
  else
    print(
      complete
        ? `All parts are there: ${options.out}`
        : `Put together as far as the parts go: ${options.out}`,
    );
  if (joined.files.length === 0) throw refuse('unreadable', 'No part can be read.');
}

async function check(file: string, options: BundleOptions): Promise<void> {
  const { bundles, crowded } = bundlesIn(await readCarried(file));
  const whole = wholeEnvelopes(bundles);
  const troubles = troublesOf(bundles);
  if (options.json) printJson({ whole: whole.map(({ digest }) => toHex(digest)), troubles, crowded });
  else {
    for (const trouble of troubles) print(trouble);
    print(`${counted(whole.length, 'envelope is', 'envelopes are')} whole.`);
    if (crowded) print('The file claims more than an honest one could hold and was not read to its end.');
  }
  if (troubles.length > 0)
    throw refuse('damaged', 'Not everything came whole; what is whole can be relayed all the same.');
}

export function addBundleCommands(program: Command): void {
  const bundle = program
    .command('bundle')
    .description('sealed reports carried by hand, as a file, QR codes or messages');
  bundle
    .command('make [paths...]')
    .description(
      'put sealed envelopes (files, folders, other bundles, the outbox) into one file or into parts',
    )
    .option('--out <place>', 'the file to write; with --parts, the folder')
    .option('--outbox', 'everything that waits in the outbox; it stays there until its receipt is proven')
    .option('--parts <form>', 'qr: pictures and a sheet to print; message: short texts')
    .option('--show', 'with --parts: show them on the terminal')
    .option(
      '--channel <name>',
      'the channel they come through; whoever takes the bundle away learns it as well',
    )
    .option('--channel-key <file>', 'key of a channel that signs what it relays')
    .addHelpText(
      'after',
      `
Examples
  amparo submit my.txt --act THR_DEATH --imminence now --keep-only
  amparo bundle make --outbox --out reports.bundle
  amparo bundle make report.amparo --parts qr --out sheets
`,
    )
    .action(async (paths: string[], _: unknown, command: Command) => make(paths, command.optsWithGlobals()));
  bundle
    .command('split <file>')
    .description('a bundle or a receipts file into parts')
    .option('--parts <form>', 'qr or message')
    .option('--out <folder>', 'where to write them')
    .option('--show', 'show them on the terminal')
    .action(async (file: string, _: unknown, command: Command) => split(file, command.optsWithGlobals()));
  bundle
    .command('join <paths...>')
    .description('parts, in any order, in any number of text files, into one file again')
    .option('--out <file>', 'the file to write')
    .action(async (paths: string[], _: unknown, command: Command) =>
      joinAll(paths, command.optsWithGlobals()),
    );
  bundle
    .command('check <file>')
    .description('say which envelopes are whole, damaged or missing')
    .action(async (file: string, _: unknown, command: Command) => check(file, command.optsWithGlobals()));
}
