/** Whoever is paged: `inbox`, `ack`. */
import type { Command } from 'commander';
import {
  createInbox,
  type Decision,
  groupNotices,
  type Inbox,
  type InboxNotice,
  type NoticeGroup,
  oneOfEachAlert,
} from '#sdk/member';
import { labelOf, LISTS, territoryName } from '#vocabulary';
import { counted } from '../counted.js';
import { explainCall } from '../explain.js';
import type { CommonOptions } from '../home.js';
import { inSession } from '../sign-in.js';
import { standingWords } from '../standing-words.js';
import { printOnChange } from '../watching.js';
import { misuse, print, printJson, refuse, say } from '../terminal.js';

interface AckOptions extends CommonOptions {
  readonly decision: string;
  readonly reason?: string;
  readonly all?: boolean;
}

const MAX_PAGES = 20;

async function allNotices(inbox: Inbox, pages: number): Promise<InboxNotice[]> {
  const notices: InboxNotice[] = [];
  let after: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const answer = await inbox.list({ first: 50, ...(after === undefined ? {} : { after }) });
    if (!answer.ok) throw explainCall(answer.failure);
    notices.push(...answer.notices);
    if (answer.next === null) break;
    after = answer.next;
  }
  return notices;
}

function show(notice: InboxNotice): void {
  const { body, state } = notice;
  if (state === 'WITHDRAWN') {
    print(`${notice.id}  taken back by who reported: do nothing more about it, and tell nobody`);
    return;
  }
  if (!body) {
    print(`${notice.id}  does not open, or was not signed by this deployment for you`);
    return;
  }
  const needs = body.needs.map((code) => labelOf(LISTS.needs, code, 'en')).join(', ');
  print(`${notice.id}  ${body.urgency ?? 'unsorted'}  ${standingWords(notice.standing, new Date())}`);
  if (body.exercise) print('  EXERCISE');
  if (body.department) print(`  where     ${territoryName(body.department)}`);
  if (needs) print(`  needs     ${needs}`);
  print(`  answer    by ${body.deadline}`);
  if (body.callback) print(`  call      ${body.callback}`);
  if (body.calls) print(`  to call   ${counted(body.calls, 'person')}: amparo tasks`);
}

function showGroup({ newest, others, count, since }: NoticeGroup): void {
  show(newest);
  if (count < 2) return;
  print(
    `  ${counted(count, 'report')} of one happening${since === null ? '' : ` since ${since}`}; each keeps its own alert`,
  );
  for (const { id, alertState } of others) print(`    ${id}  ${alertState}`);
  print(`  answer for all of them with: amparo ack ${newest.id.slice(0, 8)} --all`);
}

/** What `--json` says of a notice: everything but the sealed bytes, which help nobody at a terminal. */
function told({ id, state, alertState, standing, createdAt, body, purpose, expires }: InboxNotice): object {
  return { id, state, alertState, standing, createdAt, body, purpose, expires };
}

const UNOPENED: ReadonlySet<string> = new Set(['QUEUED', 'HANDED', 'DELIVERED', 'UNDELIVERED']);

async function printInbox(inbox: Inbox, options: CommonOptions): Promise<void> {
  const notices = await allNotices(inbox, 1);
  for (const { id, body, state } of notices) {
    // Only once: marking is news, and would wake whoever watches the same list.
    if (!body || !UNOPENED.has(state)) continue;
    const marked = await inbox.markOpened(id);
    if (!marked.ok) throw explainCall(marked.failure);
  }
  if (options.json) {
    printJson({ notices: notices.map(told) });
    return;
  }
  if (notices.length === 0) say('No notices.');
  for (const group of groupNotices(notices)) showGroup(group);
}

async function inboxCommand(options: CommonOptions & { readonly watch?: boolean }): Promise<void> {
  await inSession(options, async ({ session, verified }) => {
    const inbox = createInbox(session, verified);
    const print = () => printInbox(inbox, options);
    await (options.watch ? printOnChange(session, ['alertsChanged'], print) : print());
  });
}

const DECISIONS: Readonly<Record<string, Decision>> = {
  accept: 'ACCEPT',
  decline: 'DECLINE',
  acting: 'ACTING',
  done: 'DONE',
};

/** What an answer means for the others, so that nobody relies on more than was said. */
const SAID: Readonly<Record<Decision, string>> = {
  ACCEPT: 'you take it on. Nobody else is paged. Say "acting" once you act, or the others are paged again.',
  DECLINE: 'you cannot take it on. If nobody else has, the others are paged.',
  ACTING: 'you are acting.',
  DONE: 'you have done it.',
};
const LATE = ' Somebody else had accepted before you, or the ladder had ended: talk to the desk.';

async function ack(wanted: string, options: AckOptions): Promise<void> {
  const decision = DECISIONS[options.decision.toLowerCase()];
  if (!decision) throw misuse('--decision is accept, decline, acting or done');
  const start = wanted.toLowerCase();
  if (!/^[0-9a-f-]{6,36}$/.test(start))
    throw misuse('a notice is named by its id, or by its first six characters or more');
  await inSession(options, async ({ session, verified }) => {
    const inbox = createInbox(session, verified);
    const notices = await allNotices(inbox, MAX_PAGES);
    const [notice, ...more] = notices.filter(({ id }) => id.startsWith(start));
    if (!notice) throw refuse('not-available', 'There is no such notice for you.');
    if (more.length > 0) throw misuse('several notices begin like that; give more of the id');
    const answered = options.all ? allOf(notice, notices) : [notice];
    let late = 0;
    for (const one of answered) if (await answer(inbox, one, decision, options.reason)) late += 1;
    if (options.json) {
      printJson({ acknowledged: true, decision, late: late > 0, answers: answered.length });
      return;
    }
    const many =
      answered.length > 1 ? ` (${counted(answered.length, 'alert')}, each with its own signature)` : '';
    print(`Signed and stored: ${SAID[decision]}${many}${late > 0 ? LATE : ''}`);
  });
}

/** One answer to each alert of the happening, for what was told: a notice that does not open is nothing to sign for. */
function allOf(notice: InboxNotice, notices: readonly InboxNotice[]): readonly InboxNotice[] {
  const group = groupNotices(notices).find(
    ({ newest, others }) => newest === notice || others.includes(notice),
  );
  const alike = group
    ? oneOfEachAlert(group).filter(({ alertState }) => alertState === notice.alertState)
    : [];
  return alike.length > 0 ? alike : [notice];
}

/** True when it came after the alert had ended. */
async function answer(
  inbox: Inbox,
  notice: InboxNotice,
  decision: Decision,
  reason?: string,
): Promise<boolean> {
  const outcome = await inbox.acknowledge(notice, decision, {
    at: new Date(),
    ...(reason === undefined ? {} : { reason }),
  });
  if (outcome.ok) return outcome.late;
  if (outcome.reason === 'call') throw explainCall(outcome.failure);
  throw outcome.reason === 'unopened'
    ? refuse('unopened', 'The notice does not open, so nothing was signed.')
    : refuse('refused', `The server did not take the answer (${outcome.code}).`);
}

export function addAllyCommands(program: Command): void {
  program
    .command('inbox')
    .description('notices for you, newest first; looking marks them as opened')
    .option('--watch', 'print them again when something changes, until Ctrl-C')
    .addHelpText('after', '\nExample\n  amparo inbox --as luz --watch\n')
    .action(async (_: unknown, command: Command) => inboxCommand(command.optsWithGlobals()));
  program
    .command('ack <notice>')
    .description('answer for a notice with your signature; accepting stops the escalation')
    .option('--decision <what>', 'accept, decline, acting or done', 'accept')
    .option('--reason <text>', 'why, for the desk; it is stored with your signature, so no names')
    .option(
      '--all',
      'for every alert of the same happening that stands as this one does; each is signed for itself',
    )
    .addHelpText(
      'after',
      '\nExamples\n  amparo ack 7c1d02aa --as luz\n  amparo ack 7c1d02aa --as tomas --decision decline --reason "no lawyer there"\n',
    )
    .action(async (wanted: string, _: unknown, command: Command) => ack(wanted, command.optsWithGlobals()));
}
