/** What a coordinator does with one report: `claim`, `release`, `open`, `reply`, `close`. It is opened here, never at the server. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Answer, Desk, OpenedReport, QueueEntry, Similar } from '#sdk/member';
import { DESK_STATUSES, LISTS, MAX_CHOICES } from '#vocabulary';
import { saveAttachments } from '../attachments.js';
import { sayConversation, sayWarnings } from '../conversation-words.js';
import { explainCall } from '../explain.js';
import type { CommonOptions } from '../home.js';
import { sayLikeness } from '../likeness-words.js';
import { sayFacts } from '../report-facts.js';
import { oneOf, several } from '../report-options.js';
import { atDesk } from '../sign-in.js';
import { misuse, print, printJson, readText, refuse, say } from '../terminal.js';

const MAX_PAGES = 20;
const PAGE = 100;

interface OpenOptions extends CommonOptions {
  readonly textOnly?: boolean;
  readonly out?: string;
  readonly attachments?: string;
}

/** A report by its id or the beginning of it, as the queue shows it. */
async function findEntry(desk: Desk, wanted: string): Promise<QueueEntry> {
  const start = wanted.toLowerCase();
  if (!/^[0-9a-f-]{6,36}$/.test(start))
    throw misuse('a report is named by its id, or by the first six characters or more');
  const found: QueueEntry[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await desk.queue({ first: PAGE, ...(after === undefined ? {} : { after }) });
    if (!answer.ok) throw explainCall(answer.failure);
    found.push(...answer.page.entries.filter(({ reportId }) => reportId.startsWith(start)));
    if (found.length > 1) throw misuse('several reports begin like that; give more of the id');
    if (answer.page.next === null) break;
    after = answer.page.next;
  }
  const [entry] = found;
  if (!entry) throw refuse('not-available', 'There is no such report for you.');
  return entry;
}

const CLAIM_REFUSALS: Readonly<Record<string, string>> = {
  'already-claimed': 'A colleague holds it.',
  'stale-version': 'Somebody changed it just now: look at the queue again.',
  'not-available': 'There is no such report for you.',
};

async function claim(wanted: string, options: CommonOptions): Promise<void> {
  await atDesk(options, async (desk) => {
    const entry = await findEntry(desk, wanted);
    const outcome = await desk.claim(entry.reportId, entry.version);
    if (!outcome.ok) {
      if (outcome.reason === 'call') throw explainCall(outcome.failure);
      throw refuse(outcome.reason, CLAIM_REFUSALS[outcome.reason] ?? 'Not claimed.');
    }
    if (options.json)
      printJson({ reportId: entry.reportId, version: outcome.version, expiresAt: outcome.expiresAt });
    else print(`Yours until ${outcome.expiresAt.toISOString()}: ${entry.reportId}`);
  });
}

async function release(wanted: string, options: CommonOptions): Promise<void> {
  await atDesk(options, async (desk) => {
    const entry = await findEntry(desk, wanted);
    const outcome = await desk.release(entry.reportId, entry.version);
    if (!outcome.ok) {
      if (outcome.reason === 'call') throw explainCall(outcome.failure);
      throw refuse(outcome.reason, CLAIM_REFUSALS[outcome.reason] ?? 'Not released.');
    }
    if (options.json) printJson({ reportId: entry.reportId, version: outcome.version });
    else print(`Released: ${entry.reportId}`);
  });
}

interface CloseOptions extends CommonOptions {
  readonly outcome: string;
}

const CLOSE_REFUSALS: Readonly<Record<string, string>> = {
  'alert-open': 'Nobody has answered its alert yet: answer it first, or wait until its last step has passed.',
  'stale-version': 'Somebody changed it just now: look at the queue again.',
  'not-available': 'Only who holds a report can close it: claim it first.',
};

async function close(wanted: string, options: CloseOptions): Promise<void> {
  const outcome = LISTS.closureOutcomes.find(({ code }) => code === options.outcome.toUpperCase());
  if (!outcome)
    throw misuse(`--outcome is one of: ${LISTS.closureOutcomes.map(({ code }) => code).join(' ')}`);
  await atDesk(options, async (desk) => {
    const entry = await findEntry(desk, wanted);
    const closed = await desk.close(entry.reportId, entry.version, outcome.code);
    if (!closed.ok) {
      if (closed.reason === 'call') throw explainCall(closed.failure);
      throw refuse(closed.reason, CLOSE_REFUSALS[closed.reason] ?? 'Not closed.');
    }
    if (options.json) printJson({ reportId: entry.reportId, version: closed.version, outcome: outcome.code });
    else print(`Closed (${outcome.en.toLowerCase()}): ${entry.reportId}`);
  });
}

async function openOne(desk: Desk, wanted: string): Promise<OpenedReport> {
  const entry = await findEntry(desk, wanted);
  const outcome = await desk.open(entry.reportId);
  // The queue knows the links of later reports to this one; the report itself only its own.
  if (outcome.ok) return { ...outcome.report, similar: joined(entry.similar, outcome.report.similar) };
  if (outcome.reason === 'call') throw explainCall(outcome.failure);
  throw outcome.reason === 'unopened'
    ? refuse('unopened', 'It does not open with your desk’s keys.')
    : refuse('not-available', 'There is no such report for you.');
}

const joined = (one: readonly Similar[], other: readonly Similar[]): readonly Similar[] => [
  ...one,
  ...other.filter(({ reportId }) => !one.some((link) => link.reportId === reportId)),
];

async function open(wanted: string, options: OpenOptions): Promise<void> {
  await atDesk(options, async (desk, _work, _quiet, session) => {
    const report = await openOne(desk, wanted);
    const { routing, narrative, reasons, receivedAt, assurance, thread } = report;
    const saved =
      options.attachments === undefined
        ? null
        : await saveAttachments(session, narrative.attachments, options.attachments);
    const conversation = await desk.posts(report);
    if (!conversation.ok) throw explainCall(conversation.failure);
    if (options.json) {
      const { followUp, ...told } = narrative;
      const { posts, said, duress } = conversation;
      printJson({
        reportId: report.id,
        desk: report.desk,
        receivedAt,
        assurance,
        routing: routing.kind === 'unreadable' ? null : routing.codes,
        routingIs: routing.kind,
        narrative: told,
        canBeAnswered: followUp !== null,
        thread,
        followUps: posts,
        said,
        duress,
        reasons,
        similar: report.similar,
        ...(saved ? { files: saved } : {}),
      });
      return;
    }
    if (!options.textOnly) {
      sayWarnings(report, conversation);
      sayFacts(report);
      sayLikeness(report.similar);
    }
    if (options.out === undefined) {
      // The text alone goes to stdout, byte for byte.
      process.stdout.write(narrative.text);
      if (process.stdout.isTTY && !narrative.text.endsWith('\n')) process.stdout.write('\n');
    } else {
      await writeFile(options.out, narrative.text, { mode: 0o600, flag: 'wx' }).catch(() =>
        Promise.reject(misuse(`cannot write ${String(options.out)}; does it exist already?`)),
      );
      say(`The text is in ${options.out}.`);
    }
    sayConversation(report, conversation);
  });
}

const ANSWER_REFUSALS: Readonly<Record<string, string>> = {
  'no-mailbox': 'Nobody kept words for this report: it cannot be answered.',
  'too-long': 'The answer does not fit into its fixed size; use fewer than about 2,000 characters.',
  refused: 'The server did not take the answer.',
  'under-duress':
    'This came with the words alone, although the reporter chose a code: whoever forces them may read the answer. Answer the first report instead, or say here what anybody may read with --to-whoever-reads.',
  unopened: 'You hold no current key of that desk, so you cannot sign for it.',
};

interface ReplyOptions extends CommonOptions {
  readonly choice: string[];
  readonly status?: string;
  readonly toWhoeverReads?: boolean;
}

async function answerOf(file: string | undefined, options: ReplyOptions): Promise<Answer> {
  const { choice: choices, status, toWhoeverReads } = options;
  const text = file === undefined ? '' : (await readText(file)).replace(/\n$/, '');
  if (text === '' && status === undefined) throw misuse('the answer is empty');
  if (choices.length > MAX_CHOICES) throw misuse(`at most ${String(MAX_CHOICES)} choices`);
  return {
    text,
    choices,
    ...(status === undefined ? {} : { status: oneOf('status', status, DESK_STATUSES) }),
    ...(toWhoeverReads ? { toWhoeverReads } : {}),
  };
}

async function reply(wanted: string, file: string | undefined, options: ReplyOptions): Promise<void> {
  const answer = await answerOf(file, options);
  await atDesk(options, async (desk) => {
    const outcome = await desk.answer(await openOne(desk, wanted), answer);
    if (!outcome.ok) {
      if (outcome.reason === 'call') throw explainCall(outcome.failure);
      throw refuse(outcome.reason, ANSWER_REFUSALS[outcome.reason] ?? 'Not answered.');
    }
    if (options.json) printJson({ answered: true, number: outcome.number });
    else print('Answered. The desk signed, not you by name; only the twelve words open it.');
  });
}

export function addDeskCommands(program: Command): void {
  program
    .command('claim <report>')
    .description('take a report: one holder at a time, for an hour')
    .addHelpText('after', '\nExample\n  amparo claim 3f2a91bc --as rosa\n')
    .action(async (wanted: string, _: unknown, command: Command) => claim(wanted, command.optsWithGlobals()));
  program
    .command('release <report>')
    .description('give a claimed report back to the queue')
    .action(async (wanted: string, _: unknown, command: Command) =>
      release(wanted, command.optsWithGlobals()),
    );
  program
    .command('close <report>')
    .description('end the work on a report that you hold, once its alert was answered')
    .requiredOption('--outcome <code>', LISTS.closureOutcomes.map(({ code }) => code).join(' '))
    .addHelpText('after', '\nExample\n  amparo close 3f2a91bc --outcome RESOLVED --as rosa\n')
    .action(async (wanted: string, _: unknown, command: Command) => close(wanted, command.optsWithGlobals()));
  program
    .command('open <report>')
    .description(
      'open a report here; the text goes to standard output byte for byte, the rest to standard error',
    )
    .option('--text-only', 'only the text')
    .option('--out <file>', 'write the text to a new file (mode 600)')
    .option('--attachments <folder>', 'fetch its files into this folder, each compared with both hashes')
    .addHelpText(
      'after',
      '\nExamples\n  amparo open 3f2a91bc --as rosa\n  amparo open 3f2a91bc --as rosa --text-only > opened.txt\n',
    )
    .action(async (wanted: string, _: unknown, command: Command) => open(wanted, command.optsWithGlobals()));
  program
    .command('reply <report> [file]')
    .description('answer the reporter with the text in FILE ("-" is standard input), signed by the desk')
    .option('--choice <text>', 'make it a question with answers to choose from (repeat)', several, [])
    .option('--status <what>', `tell how far it has come: ${DESK_STATUSES.join(' ')}`)
    .option('--to-whoever-reads', 'answer a report that came by the words alone')
    .addHelpText(
      'after',
      '\nExample\n  echo "We are with you. Do not go home tonight." | amparo reply 3f2a91bc - --as rosa\n  echo "Are you safe now?" | amparo reply 3f2a91bc - --choice Yes --choice No --as rosa\n  amparo reply 3f2a91bc --status acting --as rosa\n',
    )
    .action(async (wanted: string, file: string | undefined, _: unknown, command: Command) =>
      reply(wanted, file, command.optsWithGlobals()),
    );
}
