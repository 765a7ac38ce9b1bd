/** What waits: `queue` and `unsorted`. Filters and notes are opened here; the server compares numbers only. */
import type { Command } from 'commander';
import type { Desk, Session } from '#sdk/member';
import { sayWhatNeedsAttention } from '../attention.js';
import { explainCall } from '../explain.js';
import type { CommonOptions } from '../home.js';
import { queueFilter, queueOptions, type QueueOptions } from '../queue-options.js';
import { kindOf, QUEUE_HEADING, queueRow } from '../queue-row.js';
import { atDesk } from '../sign-in.js';
import { misuse, print, printJson, say } from '../terminal.js';
import { printOnChange } from '../watching.js';

async function queue(options: QueueOptions): Promise<void> {
  const first = Number(options.first);
  if (!Number.isInteger(first) || first < 1 || first > 100) throw misuse('--first is a number from 1 to 100');
  const filter = queueFilter(options);
  const printQueue = async (desk: Desk, session: Session): Promise<void> => {
    const answer = await desk.queue({
      first,
      ...(options.after === undefined ? {} : { after: options.after }),
      ...(Object.keys(filter).length === 0 ? {} : { filter }),
    });
    if (!answer.ok) throw explainCall(answer.failure);
    const { next } = answer.page;
    const entries = answer.page.entries.filter(({ opens }) => options.covers || !opens?.cover);
    if (options.json) {
      printJson({ entries, next });
      return;
    }
    await sayWhatNeedsAttention(session);
    if (entries.length === 0) say(next === null ? 'Nothing waits.' : 'Nothing of yours on this page.');
    else print(QUEUE_HEADING);
    for (const entry of entries) print(queueRow(entry, new Date()));
    if (next !== null) say(`More: --after ${next}`);
  };
  await atDesk(options, (desk, _work, _quiet, session) =>
    options.watch
      ? printOnChange(session, ['queueChanged', 'attentionChanged'], () => printQueue(desk, session))
      : printQueue(desk, session),
  );
}

interface UnsortedOptions extends CommonOptions {
  readonly covers?: boolean;
}

async function unsorted(options: UnsortedOptions): Promise<void> {
  await atDesk(options, async (desk) => {
    const answer = await desk.unsorted();
    if (!answer.ok) throw explainCall(answer.failure);
    const reports = answer.reports.filter(({ cover }) => options.covers || !cover);
    if (options.json) {
      printJson({ reports });
      return;
    }
    if (reports.length === 0) say('Nothing that your keys open.');
    for (const report of reports) print(`${report.reportId}  ${kindOf(report)}`);
  });
}

export function addQueueCommands(program: Command): void {
  queueOptions(program.command('queue').description('what waits at your desk, most urgent first')).action(
    async (_: unknown, command: Command) => queue(command.optsWithGlobals()),
  );
  program
    .command('unsorted')
    .description('reports that no machine could read and that your keys open; others are not shown')
    .option('--covers', 'also those that the safeguarding desk made itself')
    .addHelpText('after', '\nExample\n  amparo unsorted --as ines\n')
    .action(async (_: unknown, command: Command) => unsorted(command.optsWithGlobals()));
}
