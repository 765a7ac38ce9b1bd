/**
 * `amparo drill`: an exercise on the live path (DOMAIN §5). It is sealed, sorted, paged and answered like a real report, and says
 * everywhere that it is none; no authority, embassy or UN body is told of it, by nobody's hand.
 */
import type { Command } from 'commander';
import { decodeEnvelope, equalBytes } from '#crypto';
import { createDesk, createInbox, type Desk, type Inbox, type QueueEntry } from '#sdk/member';
import { counted } from '../counted.js';
import { explainCall } from '../explain.js';
import type { CommonOptions } from '../home.js';
import { CODE_HELP, reportOptions, type ReportOptions } from '../report-options.js';
import { inSession, workOf } from '../sign-in.js';
import { print, printJson, refuse } from '../terminal.js';
import { submit } from './report.js';

const MAX_PAGES = 20;

async function exercises(desk: Desk): Promise<readonly QueueEntry[]> {
  const found: QueueEntry[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await desk.queue({ first: 100, ...(after === undefined ? {} : { after }) });
    if (!answer.ok) throw explainCall(answer.failure);
    found.push(...answer.page.entries.filter(({ exercise, state }) => exercise && state !== 'CLOSED'));
    if (answer.page.next === null) break;
    after = answer.page.next;
  }
  return found;
}

/** Somebody's answer must end its alert before it can be closed, as of any report. */
async function answerFor(desk: Desk, inbox: Inbox, reportId: string): Promise<void> {
  const opened = await desk.open(reportId);
  if (!opened.ok) return;
  const decoded = decodeEnvelope(opened.report.envelope);
  const listed = await inbox.list({ first: 100 });
  if (!listed.ok) throw explainCall(listed.failure);
  const own = listed.notices.find(
    ({ t0, alertState }) =>
      decoded.ok && t0 && alertState === 'escalating' && equalBytes(t0, decoded.envelope.T0),
  );
  if (own) await inbox.acknowledge(own, 'ACCEPT', { at: new Date(), reason: 'exercise' });
}

async function endOne(desk: Desk, inbox: Inbox, entry: QueueEntry): Promise<boolean> {
  await answerFor(desk, inbox, entry.reportId);
  let { version } = entry;
  if (!entry.claimedByMe) {
    const claimed = await desk.claim(entry.reportId, version);
    if (!claimed.ok) return false;
    version = claimed.version;
  }
  return (await desk.close(entry.reportId, version, 'RECORDED')).ok;
}

async function end(options: CommonOptions): Promise<void> {
  await inSession(options, async (signedIn) => {
    const { session, verified } = signedIn;
    const desk = createDesk(session, await workOf(signedIn), verified);
    const inbox = createInbox(session, verified);
    const entries = await exercises(desk);
    let closed = 0;
    for (const entry of entries) if (await endOne(desk, inbox, entry)) closed += 1;
    if (options.json) printJson({ closed, left: entries.length - closed });
    else print(`Ended ${counted(closed, 'exercise')}.`);
    if (closed < entries.length)
      throw refuse(
        'left',
        `${counted(entries.length - closed, 'exercise')} stay open: a colleague holds them, or nobody who was told has answered.`,
      );
  });
}

export function addDrillCommands(program: Command): void {
  const drill = program
    .command('drill')
    .description('an exercise on the live path, marked everywhere as one');
  reportOptions(drill.command('start <file>'))
    .description(
      'send the text in FILE as an exercise; authorities, embassies and UN bodies are never told of it',
    )
    .addHelpText(
      'after',
      `${CODE_HELP}
Example
  echo "This is an exercise." | amparo drill start - --act THR_DEATH --imminence recent --department 25 --show-words
`,
    )
    .action(async (file: string, _: unknown, command: Command) =>
      submit(file, { ...command.optsWithGlobals<ReportOptions>(), exercise: true }),
    );
  drill
    .command('end')
    .description('answer and close every open exercise of your desk')
    .addHelpText('after', '\nExample\n  amparo drill end --as rosa\n')
    .action(async (_: unknown, command: Command) => end(command.optsWithGlobals()));
}
