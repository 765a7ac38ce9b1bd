/**
 * `amparo`, the command line: for reporters at high risk, partners, coordinators, allies, and for the ceremonies that must
 * happen away from any server. Exit codes: 0 done, 1 refused or failed, 2 wrong use, 3 nobody answered.
 */
import { Command, CommanderError } from 'commander';
import { cryptoReady } from '#crypto';
import { addAllyCommands } from './commands/ally.js';
import { addAlliesCommand } from './commands/allies.js';
import { addBundleCommands } from './commands/bundle.js';
import { addCeremonyCommand } from './commands/ceremony.js';
import { addChannelsCommands } from './commands/channels.js';
import { addCoverCommands } from './commands/cover.js';
import { addDbCommands } from './commands/db.js';
import { addDeskCommands } from './commands/desk.js';
import { addDirectoryCommands } from './commands/directory.js';
import { addDrillCommands } from './commands/drill.js';
import { addHealthCommand } from './commands/health.js';
import { addDutyCommands } from './commands/duty.js';
import { addMailboxCommand } from './commands/mailbox.js';
import { addQueueCommands } from './commands/queue.js';
import { addPagesCommands } from './commands/pages.js';
import { addPolicyCommands } from './commands/policy.js';
import { addRelayCommands } from './commands/relay.js';
import { addReportCommands } from './commands/report.js';
import { addSilenceCommands } from './commands/silence.js';
import { addTaskCommands } from './commands/tasks.js';
import { EXIT, printJson, say, Stop } from './terminal.js';

function buildProgram(): Command {
  const program = new Command('amparo')
    .description('End-to-end encrypted reports of threats against defenders: seal, send, triage, answer.')
    .option('--api <url>', 'the api (AMPARO_API); in a demo, the one that `npm start` runs')
    .option(
      '--pin <file>',
      'the root pin you trust (AMPARO_PIN); else pin.json in the home folder, or the demo’s',
    )
    .option('--home <dir>', 'your memory and outbox (AMPARO_HOME)')
    .option('--state <dir>', 'a deployment folder (AMPARO_STATE); the demo’s is .amparo')
    .option('--as <person>', 'in a demo: one of its people, with the passphrase file that lies there')
    .option('--handle <name>', 'who you are, for commands of members')
    .option(
      '--passphrase-file <file>',
      'read the passphrase from a file ("-" is standard input) instead of asking',
    )
    .option('--json', 'one line of JSON on standard output, nothing else')
    .version('0.1.0')
    .showHelpAfterError('(see --help)')
    .addHelpText(
      'after',
      `
Secrets are never arguments: passphrases and words are asked for without echo, or read from a file or standard input.

Exit codes
  0 done   1 refused or failed   2 wrong use   3 nobody answered (a report stays, sealed, in the outbox)

A first report in the demo, while \`npm start\` runs in another terminal
  amparo submit my.txt --act THR_DEATH --imminence now --department 25 --need CS_LEGAL --consent T2
  amparo queue --as rosa
  amparo open <report> --as rosa
  amparo mailbox
`,
    );
  addReportCommands(program);
  addBundleCommands(program);
  addRelayCommands(program);
  addMailboxCommand(program);
  addQueueCommands(program);
  addDeskCommands(program);
  addDrillCommands(program);
  addSilenceCommands(program);
  addTaskCommands(program);
  addCoverCommands(program);
  addAllyCommands(program);
  addChannelsCommands(program);
  addHealthCommand(program);
  addAlliesCommand(program);
  addDutyCommands(program);
  addDirectoryCommands(program);
  addPagesCommands(program);
  addPolicyCommands(program);
  addCeremonyCommand(program);
  addDbCommands(program);
  return program;
}

/** Subcommands inherit neither exitOverride nor the output, so each is told. */
function everyCommand(command: Command, visit: (one: Command) => void): void {
  visit(command);
  for (const one of command.commands) everyCommand(one, visit);
}

/** `amparo queue | head` closes our output early: nothing to complain about. */
function endQuietlyWhenNobodyReads(): void {
  if (process.stdout.listenerCount('error') > 0) return;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
}

/** Returns the exit code; never throws and never ends the process by itself. */
export async function main(argv: readonly string[]): Promise<number> {
  endQuietlyWhenNobodyReads();
  const json = argv.includes('--json');
  const program = buildProgram();
  everyCommand(program, (one) => one.exitOverride().showHelpAfterError('(see --help)'));
  try {
    await cryptoReady();
    await program.parseAsync([...argv]);
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error instanceof Stop) {
      if (json && !error.isSaid) printJson({ error: error.reason });
      say(error.message);
      return error.exitCode;
    }
    // A fault of ours. Its message could hold anything, so only its kind is told unless somebody asks for more.
    say(`amparo failed unexpectedly (${error instanceof Error ? error.name : 'unknown'}).`);
    if (process.env['AMPARO_DEBUG'] && error instanceof Error) say(error.stack ?? '');
    return EXIT.refused;
  }
}
