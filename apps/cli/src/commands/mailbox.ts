/** `amparo mailbox`: the reporter reads answers, and can write back, with the twelve words and nothing else. */
import type { Command } from 'commander';
import { visitMailbox, type MailboxAnswer, type MailboxOutcome, type Saying, type Visit } from '#sdk';
import { CONSENT_TIERS_IN_REPORT, WITHDRAWALS } from '#vocabulary';
import { printAnswer } from '../conversation-words.js';
import { explainCall } from '../explain.js';
import { connect, verifiedDirectory, type CommonOptions } from '../home.js';
import { explainWords } from '../receipt-words.js';
import { oneOf } from '../report-options.js';
import { misuse, printJson, readSecret, readText, refuse, say } from '../terminal.js';

interface MailboxOptions extends CommonOptions {
  readonly wordsFile?: string;
  readonly codeFile?: string;
  readonly message?: string;
  readonly answer?: string;
  readonly consent?: string;
  readonly withdraw?: string;
  readonly read?: boolean;
}

type Heard = Extract<MailboxOutcome, { ok: true }>;

function orExplained(outcome: MailboxOutcome): Heard {
  if (outcome.ok) return outcome;
  if (outcome.reason === 'call') throw explainCall(outcome.failure);
  if (outcome.reason === 'words') throw misuse(explainWords(outcome.detail));
  if (outcome.reason === 'too-long')
    throw misuse('the message does not fit; use fewer than about 3,000 characters');
  throw refuse('malformed', 'The server answered in another shape than every mailbox has.');
}

function chosenAnswer(wanted: string, answers: readonly MailboxAnswer[]): NonNullable<Saying['answer']> {
  const [to = 0, at = 0] = wanted.split(':').map(Number);
  const choice = answers.find(({ number }) => number === to)?.choices[at - 1];
  if (choice === undefined) throw misuse('--answer is QUESTION:CHOICE, as `amparo mailbox` shows them');
  return { to, choice };
}

async function sayingOf(options: MailboxOptions, answers: readonly MailboxAnswer[]): Promise<Saying | null> {
  const { message, answer, consent, withdraw, read } = options;
  const newest = answers.at(-1)?.number;
  const tiers = (consent ?? '')
    .split(',')
    .filter((tier) => tier !== '' && tier !== 'T0')
    .map((tier) => oneOf('consent', tier, CONSENT_TIERS_IN_REPORT));
  const said: Saying = {
    ...(message === undefined ? {} : { text: (await readText(message)).replace(/\n$/, '') }),
    ...(answer === undefined ? {} : { answer: chosenAnswer(answer, answers) }),
    ...(consent === undefined ? {} : { consent: { tiers, named: [] } }),
    ...(withdraw === undefined ? {} : { withdraw: oneOf('withdraw', withdraw, WITHDRAWALS) }),
    ...(read && newest !== undefined ? { read: newest } : {}),
  };
  return Object.keys(said).length === 0 ? null : said;
}

async function mailbox(options: MailboxOptions): Promise<void> {
  const connection = await connect(options);
  const { directory } = await verifiedDirectory(connection);
  const words = await readSecret('Your twelve words', options.wordsFile);
  const code =
    options.codeFile === undefined ? {} : { code: await readSecret('Your code', options.codeFile) };
  const visit = async (more: Partial<Visit> = {}): Promise<Heard> =>
    orExplained(
      await visitMailbox(connection.transport, directory, { words, ...code, now: new Date(), ...more }),
    );
  const first = await visit();
  // Read before writing: the last answer says under which key, so that nobody who left the desk can read it.
  const saying = await sayingOf(options, first.answers);
  const { answers } = saying ? await visit({ say: saying, recalled: first.recalled }) : first;
  if (options.json) {
    printJson({ answers });
    return;
  }
  if (answers.length === 0) say('No answer yet. Looking again later looks the same from outside.');
  for (const answer of answers) printAnswer(answer);
}

export function addMailboxCommand(program: Command): void {
  program
    .command('mailbox')
    .description('read the answers to your report with its twelve words (asked for without echo)')
    .option('--words-file <file>', 'read the words from a file ("-" is standard input)')
    .option('--code-file <file>', 'read your own code from a file, if you chose one')
    .option('--message <file>', 'leave the text in FILE for the desk')
    .option('--answer <question:choice>', 'choose an answer to a question, as shown')
    .option('--consent <tiers>', 'replace what may be shared: T0, or T1,T2,T3,T4 as for `submit`')
    .option('--withdraw <what>', 'sharing: tell nobody more; everything: stop altogether')
    .option('--read', 'let the desk know that you have read its answers')
    .addHelpText(
      'after',
      '\nNew facts go by `amparo submit --belongs-to`, so that people are called.\n\nExamples\n  amparo mailbox\n  amparo mailbox --words-file words.txt --withdraw sharing\n',
    )
    .action(async (_: unknown, command: Command) => mailbox(command.optsWithGlobals()));
}
