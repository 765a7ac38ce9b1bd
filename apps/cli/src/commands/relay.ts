/**
 * `amparo relay`: whoever comes to a place with a signal sends what others sealed. `amparo receipts check`: the sender makes sure,
 * without trusting the carrier or whoever answered, and only then lets the reports go.
 */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { decodeEnvelope, envelopeDigest, toHex } from '#crypto';
import {
  provenBy,
  readReceipts,
  relay as carry,
  wholeEnvelopes,
  writeReceipts,
  type CarriedReceipt,
  type Relayed,
} from '#sdk/carried';
import { bundlesIn, filesIn, readCarried, replaceFile, troublesOf } from '../carried-files.js';
import { counted } from '../counted.js';
import { connect, reach, verifiedDirectory, type CommonOptions } from '../home.js';
import { EXIT, misuse, print, printJson, refuse, say, Stop } from '../terminal.js';

interface RelayOptions extends CommonOptions {
  readonly receipts?: string;
  readonly again?: boolean;
}

const SAID: Readonly<Record<Relayed['kind'], string>> = {
  accepted: 'accepted',
  'had-receipt': 'had its receipt already',
  refused: 'refused',
  deferred: 'too many came this way; try later',
  unreachable: 'nobody answered',
  'wrong-receipt': 'answered by somebody who cannot prove to be the server',
};

async function earlier(file: string): Promise<readonly CarriedReceipt[]> {
  if (!existsSync(file)) return [];
  const read = readReceipts(await readCarried(file));
  if (!read.ok) throw misuse(`${file} is there and is no receipts file; choose another with --receipts`);
  for (const { index, total } of read.lost)
    say(`${file}: entry ${String(index)} of ${String(total)} is damaged`);
  return read.receipts;
}

/** A carrier who happens to have the pin finds an impostor at once; nobody needs one to carry. */
async function acceptKeys(options: CommonOptions): Promise<readonly Uint8Array[] | null> {
  if (options.pin === undefined && process.env['AMPARO_PIN'] === undefined) return null;
  return (await verifiedDirectory(await connect(options))).directory.servers.accept;
}

async function relay(file: string, options: RelayOptions): Promise<void> {
  const { bundles } = bundlesIn(await readCarried(file));
  const troubles = troublesOf(bundles);
  if (!options.json) for (const trouble of troubles) say(trouble);
  const out = options.receipts ?? `${file}.receipts`;
  const known = await earlier(out);
  const receipts: CarriedReceipt[] = [...known];
  const counts: Partial<Record<Relayed['kind'], number>> = {};
  const envelopes = wholeEnvelopes(bundles);
  await carry(envelopes, {
    transport: await reach(options),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    receipts: options.again ? [] : known,
    acceptKeys: await acceptKeys(options),
    told: async ({ digest }, relayed) => {
      counts[relayed.kind] = (counts[relayed.kind] ?? 0) + 1;
      if (!options.json)
        say(
          `${toHex(digest).slice(0, 16)}… ${SAID[relayed.kind]}${'code' in relayed ? ` (${relayed.code})` : ''}`,
        );
      if (relayed.kind !== 'accepted') return;
      receipts.push({ digest, receipt: relayed.receipt });
      const written = writeReceipts(withoutRepeats(receipts));
      if (!written.ok)
        throw refuse(written.reason, 'The receipts file is full; give another with --receipts.');
      await replaceFile(out, written.bytes);
    },
  });
  const gone = (counts.accepted ?? 0) + (counts['had-receipt'] ?? 0);
  if (options.json) printJson({ envelopes: envelopes.length, outcomes: counts, troubles, receipts: out });
  else
    print(
      `${counted(gone, 'envelope has', 'envelopes have')} a receipt, of ${String(envelopes.length)}; bring ${out} back to the sender.`,
    );
  if (counts.unreachable === envelopes.length)
    throw new Stop(EXIT.unreachable, 'Nobody answers at that address.', 'unreachable');
  if (gone < envelopes.length || troubles.length > 0)
    throw refuse(
      'in-part',
      'Not everything went through. Run it again later: what has a receipt is not sent twice.',
    );
}

/** The newest receipt for a digest comes last and is kept beside an older one that differs: only the sender can tell which is true. */
const withoutRepeats = (receipts: readonly CarriedReceipt[]): CarriedReceipt[] => [
  ...new Map(receipts.map((one) => [`${toHex(one.digest)}/${toHex(one.receipt)}`, one])).values(),
];

interface CheckOptions extends CommonOptions {
  readonly envelope: string[];
}

async function check(file: string, options: CheckOptions): Promise<void> {
  const connection = await connect(options);
  const { directory } = await verifiedDirectory(connection);
  const read = readReceipts(await readCarried(file));
  if (!read.ok) throw refuse(read.reason, 'Nothing in this file can be recognised as a receipt.');
  for (const { index, total } of read.lost)
    say(`entry ${String(index)} of ${String(total)} is damaged; the others are used`);
  const isProven = provenBy(read.receipts, directory.servers.accept);
  const proven: string[] = [];
  const unproven: string[] = [];
  const { storage } = connection.home;
  for (const name of await storage.list('outbox/')) {
    const envelope = await storage.get(name);
    if (!envelope) continue;
    const digest = envelopeDigest(envelope);
    (isProven(digest) ? proven : unproven).push(toHex(digest));
    if (isProven(digest)) await storage.delete(name);
  }
  for (const path of await filesIn(options.envelope)) {
    const bytes = await readCarried(path);
    const all = decodeEnvelope(bytes).ok
      ? [envelopeDigest(bytes)]
      : wholeEnvelopes(bundlesIn(bytes).bundles).map(({ digest }) => digest);
    for (const digest of all) (isProven(digest) ? proven : unproven).push(toHex(digest));
  }
  if (options.json) printJson({ proven, unproven, damaged: read.lost.length });
  else {
    for (const digest of proven) print(`proven    ${digest.slice(0, 16)}…  the server has it`);
    for (const digest of unproven)
      print(`unproven  ${digest.slice(0, 16)}…  kept; send it again, or by somebody else`);
    if (proven.length + unproven.length === 0) print('Nothing waits in the outbox.');
  }
  if (unproven.length > 0)
    throw refuse('unproven', `${counted(unproven.length, 'report is', 'reports are')} still unproven.`);
}

export function addRelayCommands(program: Command): void {
  program
    .command('relay <bundle>')
    .description('send what others sealed; needs no key, and can read nothing of it')
    .option(
      '--receipts <file>',
      'where the receipts go (default: beside the bundle); what is in it is not sent again',
    )
    .option('--again', 'send everything again, also what has a receipt; twice does no harm')
    .addHelpText('after', '\nExample\n  amparo relay reports.bundle --api https://api.example.org\n')
    .action(async (file: string, _: unknown, command: Command) => relay(file, command.optsWithGlobals()));
  program
    .command('receipts')
    .description('what a carrier brought back')
    .command('check <receipts>')
    .description(
      'verify each receipt against your own outbox and directory; what is proven leaves the outbox',
    )
    .option(
      '--envelope <file>',
      'also these sealed envelopes or bundles (repeat)',
      (one, all: string[]) => [...all, one],
      [],
    )
    .action(async (file: string, _: unknown, command: Command) => check(file, command.optsWithGlobals()));
}
