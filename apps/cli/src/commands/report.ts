/** `amparo seal` and `amparo submit`: from a text file to an envelope, and from an envelope to a verified receipt. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { fromHex, toHex, type Directory } from '#crypto';
import {
  createOutbox,
  sealReport,
  type Channel,
  type Outbox,
  type Readers,
  type ReportDraft,
  type SealedDraft,
  type VerifiedDirectory,
} from '#sdk';
import { CONSENT_TIERS_IN_REPORT, isKnown, labelOf, LISTS, territoryName, URGENCY_CODES } from '#vocabulary';
import { explainCall, explainSealing } from '../explain.js';
import { connect, verifiedDirectory, type CommonOptions, type Connection } from '../home.js';
import { EXIT, misuse, print, printJson, readText, refuse, say, Stop, writeNewSecret } from '../terminal.js';

interface ReportOptions extends CommonOptions {
  readonly act: string[];
  readonly imminence: string;
  readonly urgency?: string;
  readonly department?: string;
  readonly need: string[];
  readonly target: string[];
  readonly sector: string[];
  readonly perpetrator: string[];
  readonly raiser: string[];
  readonly consent: string[];
  readonly namedAlly: string[];
  readonly exclude: string[];
  readonly mode: string;
  readonly reportLanguage: string;
  readonly wordsLanguage: string;
  readonly occurredAt?: string;
  readonly place?: string;
  readonly who?: string;
  readonly source: string;
  readonly identityFile?: string;
  readonly anonymous?: boolean;
  readonly wordsFile?: string;
  readonly showWords?: boolean;
  readonly out?: string;
  readonly channel?: string;
}

const several = (value: string, earlier: string[]): string[] => [...earlier, value];
const codes = (list: keyof typeof LISTS): string => LISTS[list].map(({ code }) => code).join(' ');

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw misuse(`--${name} is one of: ${allowed.join(' ')}`);
  return found;
}

/** A typing error must not become a report that nobody is paged for. */
function known(name: string, list: keyof typeof LISTS, values: readonly string[]): readonly string[] {
  for (const value of values) {
    if (!isKnown(LISTS[list], value)) throw misuse(`--${name} ${value} is not known; one of: ${codes(list)}`);
  }
  return [...new Set(values)];
}

function organisationsOf(
  directory: Directory,
  wanted: readonly string[],
): { ids: string[]; unlisted: string[] } {
  const ids: string[] = [];
  const unlisted: string[] = [];
  for (const name of wanted) {
    const plain = name.trim().toLowerCase();
    const found = directory.organisations.find((one) => one.id === plain || one.name.toLowerCase() === plain);
    if (found) ids.push(found.id);
    else unlisted.push(name.trim());
  }
  return { ids: [...new Set(ids)], unlisted };
}

async function readIdentity(options: ReportOptions): Promise<ReportDraft['identity']> {
  if (options.identityFile === undefined || options.anonymous) return null;
  const content = await readText(options.identityFile);
  try {
    const { name = '', contacts = '', safeContact = '' } = JSON.parse(content) as Record<string, string>;
    return { name, contacts, safeContact };
  } catch {
    throw misuse(`${options.identityFile} is not JSON like {"name":"…","contacts":"…","safeContact":"…"}`);
  }
}

async function draftFrom(file: string, options: ReportOptions, directory: Directory): Promise<ReportDraft> {
  if (options.act.length === 0)
    throw misuse('what happened? give --act CODE (several are allowed; see --help)');
  const excluded = organisationsOf(directory, options.exclude);
  const named = organisationsOf(directory, options.namedAlly);
  if (named.unlisted.length > 0)
    throw misuse(`--named-ally: not in the directory: ${named.unlisted.join(', ')}`);
  for (const name of excluded.unlisted) {
    say(
      `note: "${name}" is not on the public list; the desk's people will read it as an exclusion, the machine cannot.`,
    );
  }
  return {
    mode: oneOf('mode', options.mode, ['ordinary', 'humans-only', 'safeguarding']),
    routing: {
      acts: known('act', 'acts', options.act),
      imminence: oneOf('imminence', options.imminence, ['now', '72h', 'recent', 'past', 'unknown']),
      urgency: options.urgency === undefined ? null : oneOf('urgency', options.urgency, URGENCY_CODES),
      department: options.department ?? null,
      targets: known('target', 'targets', options.target),
      sector: known('sector', 'sectors', options.sector),
      perpetrators: known('perpetrator', 'perpetrators', options.perpetrator),
      needs: known('need', 'needs', options.need),
      language: options.reportLanguage,
      consent: {
        tiers: options.consent
          .filter((tier) => tier !== 'T0')
          .map((tier) => oneOf('consent', tier, CONSENT_TIERS_IN_REPORT)),
        named: named.ids,
      },
      exclusions: excluded.ids,
      raisers: known('raiser', 'raisers', options.raiser),
    },
    narrative: {
      text: await readText(file),
      occurredAt: options.occurredAt ?? null,
      recordedAt: `${new Date().toISOString().slice(0, 19)}Z`,
      place: options.place ?? null,
      who: options.who ?? null,
      exclusionsFreeText: excluded.unlisted.length === 0 ? null : excluded.unlisted.join('; '),
      sourceConnection: oneOf('source', options.source, ['self', 'third-party', 'collective']),
    },
    identity: await readIdentity(options),
    wordsLanguage: oneOf('words-language', options.wordsLanguage, ['es', 'pt', 'en']),
  };
}

function sayReaders(readers: Readers, draft: ReportDraft): void {
  if (readers.moved === 'own-organisation')
    say('It goes to the safeguarding desk, because it concerns your own organisation.');
  if (readers.moved === 'excluded-desk')
    say('It goes to the safeguarding desk, because the triage desk holds somebody you excluded.');
  const machine = readers.dispatchReadsCodes
    ? 'the machine that routes alerts reads the codes (what kind of act, where, what is needed), never the text.'
    : 'no machine reads anything of it: people of every desk see that a report waits, and only the right desk can open it.';
  say(`Who can read what: ${readers.deskOrganisations.join(', ')} (${readers.desk} desk) reads the text;`);
  say(`  ${machine}`);
  if (draft.identity) {
    say(
      `  Your identity opens only if ${readers.custodyQuorum} of ${readers.custodians.join(', ')} agree with one coordinator.`,
    );
  } else {
    say('  It holds no identity.');
  }
  const { tiers } = draft.routing.consent;
  if (tiers.includes('T2')) {
    const place = draft.routing.department ? ` (${territoryName(draft.routing.department)})` : '';
    say(
      `  Vetted allies that the signed policy names may be told: urgency, needs, department${place}. Nothing else.`,
    );
  } else {
    say('  No ally is told by itself; a coordinator must ask you first.');
  }
}

async function sealFrom(
  file: string,
  options: ReportOptions,
  verified: VerifiedDirectory,
): Promise<{ draft: ReportDraft; sealed: SealedDraft }> {
  const draft = await draftFrom(file, options, verified.directory);
  const outcome = await sealReport(draft, verified.directory);
  if (!outcome.ok) throw refuse(outcome.reason, explainSealing(outcome.reason, outcome.field));
  return { draft, sealed: outcome.sealed };
}

/** The words exist nowhere else: they are given to the person before anything is sent. */
async function handOverWords(words: readonly string[], options: ReportOptions): Promise<void> {
  const line = words.join(' ');
  if (options.wordsFile !== undefined) {
    await writeNewSecret(options.wordsFile, `${line}\n`);
    say(
      `The twelve words are in ${options.wordsFile}: with them, and only with them, the answer can be read.`,
    );
    return;
  }
  say('Your twelve words. Write them on paper: with them, and only with them, the answer can be read.');
  say('');
  for (let row = 0; row < 12; row += 4) {
    const part = words
      .slice(row, row + 4)
      .map((word, at) => `${String(row + at + 1).padStart(4)} ${word.padEnd(14)}`);
    say(`  ${part.join('')}`);
  }
  say('');
}

function wordsGoSomewhere(options: ReportOptions): void {
  if (options.wordsFile !== undefined) return;
  if (options.json)
    throw misuse('--json prints no words: give --words-file FILE, or nobody could read the answer');
  if (!process.stderr.isTTY && !options.showWords) {
    throw misuse('this is not a terminal: give --words-file FILE for the twelve words, or --show-words');
  }
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
  const { draft, sealed } = await sealFrom(file, options, verified);
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

async function submit(
  file: string | undefined,
  options: ReportOptions & { outbox?: boolean; envelope?: string; drop?: string },
): Promise<void> {
  const connection = await connect(options);
  const verified = await verifiedDirectory(connection);
  const { directory } = verified;
  const outbox = openOutbox(connection, options, directory);
  if (options.drop !== undefined) {
    await outbox.discard(fromHex(options.drop));
    return;
  }
  if (options.outbox) {
    const waiting = await outbox.pending();
    for (const digest of waiting) await sendOne(outbox, digest, directory);
    if (options.json) printJson({ sent: waiting.length });
    else
      print(
        waiting.length === 0 ? 'The outbox is empty.' : `Sent ${String(waiting.length)} from the outbox.`,
      );
    return;
  }

  let envelope: Uint8Array;
  let finish = (): void => undefined;
  if (options.envelope !== undefined) {
    envelope = await import('node:fs/promises').then(({ readFile }) => readFile(String(options.envelope)));
  } else {
    if (file === undefined) throw misuse('what to send? give a text file, or --envelope FILE, or --outbox');
    wordsGoSomewhere(options);
    const { draft, sealed } = await sealFrom(file, options, verified);
    await handOverWords(sealed.words, options);
    envelope = sealed.envelope;
    finish = () => {
      sayReaders(sealed.readers, draft);
    };
  }
  const kept = await outbox.keep(envelope);
  if (!kept.ok) {
    throw kept.reason === 'full'
      ? refuse('full', 'The outbox is full: send what waits with --outbox, or remove one with --drop DIGEST.')
      : misuse(`${String(options.envelope)} is not a sealed envelope`);
  }
  const { hour, attempts } = await sendOne(outbox, kept.digest, directory);
  if (options.json) {
    printJson({
      accepted: true,
      digest: toHex(kept.digest),
      bytes: envelope.length,
      hour: hour.toISOString(),
      attempts,
    });
    return;
  }
  finish();
  print(
    `Accepted: the receipt over these ${String(envelope.length)} bytes is signed with the server's accept key.`,
  );
  print(`digest ${toHex(kept.digest)}`);
}

function reportOptions(command: Command): Command {
  return command
    .option('--act <code>', 'what happened; the first is the main act (repeat for more)', several, [])
    .option('--imminence <when>', 'now, 72h, recent, past or unknown', 'unknown')
    .option('--urgency <level>', 'how urgent it is to you: U1 (critical) to U4; it can raise, never lower')
    .option('--department <code>', 'UBIGEO of 2 or 4 digits (25 is Ucayali), or ISO 3166-2')
    .option('--need <code>', 'what would help (repeat for more)', several, [])
    .option('--target <code>', 'who is targeted (repeat)', several, [])
    .option('--sector <code>', 'what drives it (repeat)', several, [])
    .option(
      '--perpetrator <code>',
      'who is behind it, by kind (repeat); OWN_ORG goes to the safeguarding desk',
      several,
      [],
    )
    .option('--raiser <code>', 'what makes it more dangerous (repeat)', several, [])
    .option(
      '--consent <tier>',
      'T1 named allies, T2 ally network, T3 authorities case by case, T4 statistics',
      several,
      [],
    )
    .option('--named-ally <name>', 'for T1: an organisation of the directory (repeat)', several, [])
    .option('--exclude <name>', 'an organisation that must learn nothing (repeat)', several, [])
    .option('--mode <mode>', 'ordinary, humans-only (no machine reads the codes) or safeguarding', 'ordinary')
    .option('--report-language <code>', 'language of the text, ISO 639-3', 'spa')
    .option('--words-language <lang>', 'list of the twelve words: es, pt or en', 'es')
    .option(
      '--occurred-at <date>',
      'as much as is known: 2026, 2026-03, 2026-03-01 or a moment with its zone',
    )
    .option('--place <text>', 'exact place; only the desk reads it')
    .option('--who <text>', 'people concerned; only the desk reads it')
    .option('--source <who>', 'self, third-party or collective', 'self')
    .option(
      '--identity-file <file>',
      'JSON {"name","contacts","safeContact"}; opens only with a quorum of custodians',
    )
    .option('--anonymous', 'seal no identity (the default without --identity-file)')
    .option(
      '--words-file <file>',
      'write the twelve words there, for your eyes only (mode 600), and do not show them',
    )
    .option('--show-words', 'show the words although this is not a terminal');
}

const CODE_HELP = `
Codes
  --act          ${codes('acts')}
  --need         ${codes('needs')}
  --target       ${codes('targets')}
  --sector       ${codes('sectors')}
  --perpetrator  ${codes('perpetrators')}
  --raiser       ${codes('raisers')}
  ("${labelOf(LISTS.acts, 'THR_DEATH', 'en')}" is THR_DEATH, "${labelOf(LISTS.needs, 'CS_LEGAL', 'en')}" is CS_LEGAL)
`;

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
    .option('--drop <digest>', 'remove one sealed report from the outbox unsent')
    .option('--channel <name>', 'channel of the directory it comes through')
    .addHelpText(
      'after',
      `${CODE_HELP}
Examples
  amparo submit my.txt --act THR_DEATH --imminence now --department 25 --need CS_LEGAL --consent T2
  amparo submit my.txt --act HAR_INTIMIDATION --exclude "Federación Tres Ríos" --words-file words.txt
  amparo submit my.txt --act SEX_HARASS --mode safeguarding
`,
    )
    .action(async (file: string | undefined, _: unknown, command: Command) =>
      submit(file, command.optsWithGlobals()),
    );
}

export { explainCall };
