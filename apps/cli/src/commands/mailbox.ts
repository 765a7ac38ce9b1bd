/** `amparo mailbox`: the reporter reads answers, and can write back, with the twelve words and nothing else. */
import type { Command } from 'commander';
import { visitMailbox } from '#sdk';
import { explainCall } from '../explain.js';
import { connect, verifiedDirectory, type CommonOptions } from '../home.js';
import { misuse, print, printJson, readSecret, readText, refuse, say } from '../terminal.js';

interface MailboxOptions extends CommonOptions {
  readonly wordsFile?: string;
  readonly codeFile?: string;
  readonly message?: string;
}

function explainWords(detail: {
  reason: string;
  have?: number;
  position?: number;
  suggestions?: readonly string[];
}): string {
  if (detail.reason === 'word-count') return `There are twelve words; these are ${String(detail.have)}.`;
  if (detail.reason === 'unknown-word') {
    const close = detail.suggestions?.length ? ` It may be: ${detail.suggestions.join(', ')}.` : '';
    return `Word ${String((detail.position ?? 0) + 1)} is in no list.${close}`;
  }
  return 'Each word is known, but together they are not a receipt: one is wrong, or two are exchanged.';
}

async function mailbox(options: MailboxOptions): Promise<void> {
  const connection = await connect(options);
  const { directory } = await verifiedDirectory(connection);
  const words = await readSecret('Your twelve words', options.wordsFile);
  const code = options.codeFile === undefined ? undefined : await readSecret('Your code', options.codeFile);
  const message =
    options.message === undefined ? undefined : (await readText(options.message)).replace(/\n$/, '');
  const outcome = await visitMailbox(connection.transport, directory, {
    words,
    now: new Date(),
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
  });
  if (!outcome.ok) {
    if (outcome.reason === 'call') throw explainCall(outcome.failure);
    if (outcome.reason === 'words') throw misuse(explainWords(outcome.detail));
    if (outcome.reason === 'too-long')
      throw misuse('the message does not fit; use fewer than about 3,000 characters');
    throw refuse('malformed', 'The server answered in another shape than every mailbox has.');
  }
  if (options.json) {
    printJson({ answers: outcome.answers });
    return;
  }
  if (outcome.answers.length === 0) say('No answer yet. Looking again later looks the same from outside.');
  for (const { text } of outcome.answers) print(text);
}

export function addMailboxCommand(program: Command): void {
  program
    .command('mailbox')
    .description('read the answers to your report with its twelve words (asked for without echo)')
    .option('--words-file <file>', 'read the words from a file ("-" is standard input)')
    .option('--code-file <file>', 'read your own code from a file, if you chose one')
    .option('--message <file>', 'leave the text in FILE for the desk in the same visit')
    .addHelpText('after', '\nExamples\n  amparo mailbox\n  amparo mailbox --words-file words.txt\n')
    .action(async (_: unknown, command: Command) => mailbox(command.optsWithGlobals()));
}
