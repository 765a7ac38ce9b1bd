/** `amparo seal` and `amparo submit`: from a text file to an envelope, and from an envelope to a verified receipt. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { fromHex, toHex, type Directory } from '#crypto';
import {
  createOutbox,
  NOTHING_RECALLED,
  sealFollowUp,
  sealReport,
  visitMailbox,
  type Channel,
  type Outbox,
  type ReportDraft,
  type SealedDraft,
  type Transport,
  type VerifiedDirectory,
} from '#sdk';
import { solveWork } from '#sdk/solve-work';
import { sayUpload, sealAttachments, sendAttachments } from '../attachments.js';
import { counted } from '../counted.js';
import { explainSealing } from '../explain.js';
import { handOverWords, sayReaders, wordsGoSomewhere } from '../hand-over.js';
import { connect, verifiedDirectory, type Connection } from '../home.js';
import { explainWords } from '../receipt-words.js';
import { draftFrom } from '../report-draft.js';
import { CODE_HELP, reportOptions, type ReportOptions } from '../report-options.js';
import { EXIT, misuse, print, printJson, readSecret, refuse, Stop } from '../terminal.js';

interface Sealed {
  readonly draft: ReportDraft;
  readonly sealed: SealedDraft;
}

async function sealFrom(
  file: string,
  options: ReportOptions,
  { directory }: VerifiedDirectory,
  connection: Connection,
): Promise<Sealed> {
  const { transport } = connection;
  const files = await sealAttachments(options.attach ?? [], connection);
  const draft = { ...(await draftFrom(file, options, directory)), ...files };
  const code =
    options.codeFile === undefined ? {} : { code: await readSecret('Your code', options.codeFile) };
  if (options.belongsTo !== undefined) {
    const words = await readSecret('The twelve words of the earlier report', options.belongsTo);
    return sealFollowing({ words, ...code }, draft, directory, transport);
  }
  const outcome = await sealReport({ ...draft, ...code }, directory);
  if (!outcome.ok) throw refuse(outcome.reason, explainSealing(outcome.reason, outcome.field));
  return { draft, sealed: outcome.sealed };
}

/** Looks at the mailbox first: the last answer tells the desk which report this belongs to, and which desk it was. */
async function sealFollowing(
  holder: { readonly words: string; readonly code?: string },
  asked: ReportDraft,
  directory: Directory,
  transport: Transport,
): Promise<Sealed> {
  const visited = await visitMailbox(transport, directory, { ...holder, now: new Date() });
  if (!visited.ok && visited.reason === 'words') throw misuse(explainWords(visited.detail));
  const { ref, desk } = visited.ok ? visited.recalled : NOTHING_RECALLED;
  const draft = desk === 'safeguarding' ? { ...asked, mode: 'safeguarding' as const } : asked;
  const outcome = await sealFollowUp(draft, directory, { ...holder, ref });
  if (outcome.ok) return { draft, sealed: outcome.sealed };
  if (outcome.reason === 'words') throw misuse(explainWords(outcome.detail));
  throw refuse(outcome.reason, explainSealing(outcome.reason, outcome.field));
}

function channelFor(options: ReportOptions, directory: Directory): Channel | undefined {
  const links = directory.channels.filter(({ signKey, revoked }) => signKey === null && revoked === null);
  const chosen =
    options.channel === undefined
      ? links.find(({ assurance }) => assurance === 'E2EE_APP')
      : directory.channels.find(({ id, name }) => id === options.channel || name === options.channel);
  if (options.channel !== undefined && !chosen) throw misuse('--channel is not in the directory');
  return chosen && { deployment: directory.deployment, id: chosen.id, signSecretKey: null };
}

function openOutbox(connection: Connection, options: ReportOptions, directory: Directory): Outbox {
  const channel = channelFor(options, directory);
  return createOutbox({
    storage: connection.home.storage,
    transport: connection.transport,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    solve: (challenge) => solveWork(challenge),
    ...(channel ? { channel } : {}),
  });
}

async function sendOne(
  outbox: Outbox,
  digest: Uint8Array,
  directory: Directory,
): Promise<{ hour: Date; attempts: number }> {
  const sent = await outbox.send(digest, directory.servers.accept);
  if (sent.ok) return { hour: sent.hour, attempts: sent.attempts };
  switch (sent.reason) {
    case 'unreachable':
      throw new Stop(
        EXIT.unreachable,
        `Nobody answered after ${sent.attempts} attempts. The sealed report is kept in the outbox; send it with: amparo submit --outbox`,
        'unreachable',
      );
    case 'deferred':
      throw new Stop(
        EXIT.unreachable,
        `Too many reports came this way just now. Nothing is lost: the sealed report is kept in the outbox. Send it in ${counted(sent.retryAfterSeconds, 'second')} with: amparo submit --outbox`,
        'deferred',
      );
    case 'wrong-receipt':
      throw refuse(
        'wrong-receipt',
        'Somebody answered who cannot prove to be the server. The sealed report is kept in the outbox.',
      );
    case 'refused':
      throw refuse(
        'refused',
        `The server refused the report (${sent.code ?? 'no reason'}). It is kept in the outbox.`,
      );
    case 'not-kept':
      throw refuse('not-kept', 'There is no such report in the outbox.');
  }
}

async function seal(file: string, options: ReportOptions): Promise<void> {
  if (options.out === undefined) throw misuse('where to? give --out FILE for the sealed envelope');
  wordsGoSomewhere(options);
  const connection = await connect(options);
  const verified = await verifiedDirectory(connection);
  const { draft, sealed } = await sealFrom(file, options, verified, connection);
  await handOverWords(sealed.words, options);
  await writeFile(options.out, sealed.envelope, { mode: 0o600, flag: 'wx' }).catch(() =>
    Promise.reject(misuse(`cannot write ${String(options.out)}; does it exist already?`)),
  );
  const digest = toHex(sealed.digest);
  if (options.json) {
    printJson({ sealed: options.out, digest, bytes: sealed.envelope.length, mode: sealed.readers.mode });
    return;
  }
  sayReaders(sealed.readers, draft);
  print(`sealed ${String(sealed.envelope.length)} bytes into ${options.out}`);
  print(`digest ${digest}`);
}

interface SubmitOptions extends ReportOptions {
  readonly outbox?: boolean;
  readonly envelope?: string;
  readonly drop?: string;
  readonly keepOnly?: boolean;
}

async function drop(outbox: Outbox, digest: string, json: boolean | undefined): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw misuse('--drop takes the digest that `submit` printed');
  await outbox.discard(fromHex(digest));
  if (json) printJson({ dropped: digest });
  else print('Removed from the outbox; it was not sent.');
}

async function sendWaiting(outbox: Outbox, directory: Directory, json: boolean | undefined): Promise<void> {
  const waiting = await outbox.pending();
  for (const digest of waiting) await sendOne(outbox, digest, directory);
  if (json) printJson({ sent: waiting.length });
  else
    print(
      waiting.length === 0
        ? 'The outbox is empty.'
        : `Sent ${counted(waiting.length, 'report')} from the outbox.`,
    );
}

async function readEnvelope(file: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(file).catch(() => Promise.reject(misuse(`cannot read ${file}`))));
}

export async function submit(file: string | undefined, options: SubmitOptions): Promise<void> {
  const connection = await connect(options);
  const verified = await verifiedDirectory(connection);
  const { directory } = verified;
  const outbox = openOutbox(connection, options, directory);
  if (options.drop !== undefined) {
    await drop(outbox, options.drop, options.json);
    return;
  }
  if (options.outbox) {
    await sendWaiting(outbox, directory, options.json);
    sayUpload(await sendAttachments(connection, directory, channelFor(options, directory)));
    return;
  }
  if ((file === undefined) === (options.envelope === undefined)) {
    throw misuse('what to send? give a text file, or --envelope FILE, or --outbox');
  }
  let made: { draft: ReportDraft; sealed: SealedDraft } | null = null;
  if (file !== undefined) {
    wordsGoSomewhere(options);
    made = await sealFrom(file, options, verified, connection);
    await handOverWords(made.sealed.words, options);
  }
  const envelope = made ? made.sealed.envelope : await readEnvelope(options.envelope ?? '');
  const kept = await outbox.keep(envelope);
  if (!kept.ok) {
    throw kept.reason === 'full'
      ? refuse('full', 'The outbox is full: send what waits with --outbox, or remove one with --drop DIGEST.')
      : misuse(`${String(options.envelope)} is not a sealed envelope`);
  }
  const digest = toHex(kept.digest);
  if (options.keepOnly) {
    if (options.json) printJson({ kept: digest, bytes: envelope.length });
    else print(`Kept, sealed, in the outbox; not sent. digest ${digest}`);
    return;
  }
  const { hour, attempts } = await sendOne(outbox, kept.digest, directory);
  const files = await sendAttachments(connection, directory, channelFor(options, directory));
  if (options.json) {
    printJson({ accepted: true, digest, bytes: envelope.length, hour: hour.toISOString(), attempts, files });
    return;
  }
  if (made) sayReaders(made.sealed.readers, made.draft);
  print(
    `Accepted: the receipt over these ${String(envelope.length)} bytes is signed with the server's accept key.`,
  );
  print(`digest ${digest}`);
  sayUpload(files);
}

export function addReportCommands(program: Command): void {
  reportOptions(program.command('seal <file>'))
    .description('seal the text in FILE ("-" is standard input) into an envelope, without sending it')
    .option('--out <file>', 'where to write the sealed envelope')
    .addHelpText(
      'after',
      `${CODE_HELP}
Examples
  amparo seal my.txt --act THR_DEATH --imminence now --department 25 --out report.amparo
  amparo submit --envelope report.amparo
`,
    )
    .action(async (file: string, _: unknown, command: Command) => seal(file, command.optsWithGlobals()));

  reportOptions(program.command('submit [file]'))
    .description('seal the text in FILE and send it; it is kept, sealed, until its receipt is verified')
    .option('--envelope <file>', 'send an envelope that `seal` made, or that was carried here')
    .option('--outbox', 'send what still waits in the outbox')
    .option('--keep-only', 'keep it, sealed, in the outbox without sending: for `bundle make --outbox`')
    .option('--drop <digest>', 'remove one sealed report from the outbox unsent')
    .option('--channel <name>', 'channel of the directory it comes through')
    .addHelpText(
      'after',
      `${CODE_HELP}
Examples
  amparo submit my.txt --act THR_DEATH --imminence now --department 25 --need CS_LEGAL --consent T2
  amparo submit my.txt --act HAR_INTIMIDATION --exclude "Federación Tres Ríos" --words-file words.txt
  amparo submit my.txt --act SEX_HARASS --mode safeguarding
  amparo submit more.txt --act THR_DEATH --imminence now --belongs-to words.txt
`,
    )
    .action(async (file: string | undefined, _: unknown, command: Command) =>
      submit(file, command.optsWithGlobals()),
    );
}
