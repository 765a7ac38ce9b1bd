/** Calls that a desk makes: `tasks`, `call`. Whom, the number and what may be said are opened here, never at the server. */
import type { Command } from 'commander';
import type { CallOutcome } from '#crypto';
import { createTasks, type DeskTask, type PersonToCall, type Tasks } from '#sdk/member';
import { labelOf, LISTS, territoryName } from '#vocabulary';
import { explainCall } from '../explain.js';
import type { CommonOptions } from '../home.js';
import { inSession, workOf } from '../sign-in.js';
import { standingWords } from '../standing-words.js';
import { misuse, print, printJson, refuse, say } from '../terminal.js';
import { printOnChange } from '../watching.js';

const MAX_PAGES = 20;

async function allTasks(tasks: Tasks, all: boolean, pages: number): Promise<DeskTask[]> {
  const found: DeskTask[] = [];
  let after: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const answer = await tasks.list({ first: 50, all, ...(after === undefined ? {} : { after }) });
    if (!answer.ok) throw explainCall(answer.failure);
    found.push(...answer.tasks);
    if (answer.next === null) break;
    after = answer.next;
  }
  return found;
}

const WHY: Readonly<Record<string, string>> = {
  CALL: 'they have no software: a telephone is the only way',
  UNREACHABLE: 'none of their channels works',
  DECIDE: 'nobody has answered: choose whom to call',
};

const nameOf = ({ name, organisation, phone, languages }: PersonToCall): string => {
  const speaks =
    languages.length === 0
      ? ''
      : `, speaks ${languages.map((code) => labelOf(LISTS.languages, code, 'en')).join(', ')}`;
  return `${name} (${organisation})  ${phone ?? 'no number on the roster'}${speaks}`;
};

function show(task: DeskTask): void {
  const { id, kind, body, standing, outcome, calls } = task;
  const tried = outcome === null ? '' : `  ${outcome.toLowerCase().replaceAll('_', ' ')} (${calls} called)`;
  print(`${id}  ${body?.urgency ?? 'unsorted'}  ${stateOf(task)}${tried}`);
  print(`  alert     ${standingWords(standing, new Date())}`);
  if (!body) {
    print('  does not open with your desk’s keys, or was not signed by this deployment');
    return;
  }
  if (body.exercise) print('  EXERCISE');
  print(`  why       ${WHY[kind] ?? kind}`);
  if (body.person) print(`  call      ${nameOf(body.person)}`);
  for (const person of body.proposed) print(`  could be  ${nameOf(person)}`);
  for (const { organisation, because } of body.withheld) print(`  NOT       ${organisation} (${because})`);
  print(`  answer    by ${body.deadline}`);
}

const stateOf = ({ state, takenByMe }: DeskTask): string =>
  state === 'TAKEN' ? (takenByMe ? 'taken by you' : 'a colleague is calling') : state.toLowerCase();

/** Two sentences to say and what to leave out: a telephone is overheard, and voice mail is kept. */
function sayScript({ body, kind }: DeskTask): void {
  if (!body) return;
  print('');
  if (body.exercise) print('This is an EXERCISE. Begin with that.');
  if (body.may === 'notice') {
    const what = body.needs.map((code) => labelOf(LISTS.needs, code, 'en')).join(', ');
    const where = body.department === null ? '' : ` in ${territoryName(body.department)}`;
    print(
      `You may say: that there is a report${where}, how urgent it is (${body.urgency ?? 'unsorted'})${what ? `, what is needed (${what})` : ''}.`,
    );
  } else print('You may say only: "There is something to talk about. Please call back."');
  if (body.callback) print(`Number to call back: ${body.callback}`);
  print('Never: names, the place, what happened, who reported. Nothing at all on voice mail.');
  if (kind !== 'DECIDE')
    print('Ask: do you accept to take this on? What they say counts as their answer, with your signature.');
}

/** What `--json` says of a task: everything but bytes that help nobody at a terminal. */
const told = (task: DeskTask): object => ({ ...task, sealed: undefined, t0: undefined });

interface TasksOptions extends CommonOptions {
  readonly all?: boolean;
  readonly watch?: boolean;
}

async function tasksCommand(options: TasksOptions): Promise<void> {
  await inSession(options, async (signedIn) => {
    const tasks = createTasks(signedIn.session, await workOf(signedIn), signedIn.verified);
    const printTasks = async (): Promise<void> => {
      const found = await allTasks(tasks, options.all === true, 1);
      if (options.json) {
        printJson({ tasks: found.map(told) });
        return;
      }
      if (found.length === 0) say('No calls to make.');
      for (const task of found) show(task);
    };
    await (options.watch ? printOnChange(signedIn.session, ['tasksChanged'], printTasks) : printTasks());
  });
}

interface CallOptions extends CommonOptions {
  readonly outcome?: string;
}

const OUTCOMES: Readonly<Record<string, CallOutcome>> = {
  accepted: 'REACHED_ACCEPTED',
  declined: 'REACHED_DECLINED',
  acting: 'REACHED_ACTING',
  done: 'REACHED_DONE',
  'no-answer': 'NO_ANSWER',
  'wrong-number': 'WRONG_NUMBER',
};

const REFUSALS: Readonly<Record<string, string>> = {
  held: 'A colleague is calling at this moment. Wait for what they record.',
  done: 'It is done already. With --outcome you can record what you heard since.',
  'not-available': 'There is no such task for your desk.',
  'not-accepted': 'They never accepted, so they cannot be acting: record "accepted" first.',
  closed: 'The alert is closed.',
};

async function call(wanted: string, options: CallOptions): Promise<void> {
  const outcome = options.outcome === undefined ? null : OUTCOMES[options.outcome.toLowerCase()];
  if (outcome === undefined) throw misuse(`--outcome is one of: ${Object.keys(OUTCOMES).join(' ')}`);
  const start = wanted.toLowerCase();
  if (!/^[0-9a-f-]{6,36}$/.test(start))
    throw misuse('a task is named by its id, or by its first six characters or more');
  await inSession(options, async (signedIn) => {
    const tasks = createTasks(signedIn.session, await workOf(signedIn), signedIn.verified);
    const found = (await allTasks(tasks, true, MAX_PAGES)).filter(({ id }) => id.startsWith(start));
    const [task] = found;
    if (!task) throw refuse('not-available', 'There is no such task for your desk.');
    if (found.length > 1) throw misuse('several tasks begin like that; give more of the id');
    await (outcome === null ? take(tasks, task, options) : record(tasks, task, outcome, options));
  });
}

async function take(tasks: Tasks, task: DeskTask, options: CallOptions): Promise<void> {
  const outcome = await tasks.take(task.id);
  if (!outcome.ok) {
    if (outcome.reason === 'call') throw explainCall(outcome.failure);
    throw refuse(outcome.reason, REFUSALS[outcome.reason] ?? 'Not taken.');
  }
  if (options.json) {
    printJson({ task: told(task), until: outcome.until });
    return;
  }
  show(task);
  sayScript(task);
  say(
    `\nYours until ${outcome.until.toISOString()}. Then record it: amparo call ${task.id.slice(0, 8)} --outcome …`,
  );
}

async function record(
  tasks: Tasks,
  task: DeskTask,
  outcome: CallOutcome,
  options: CallOptions,
): Promise<void> {
  const recorded = await tasks.record(task, outcome, new Date());
  if (!recorded.ok) {
    if (recorded.reason === 'call') throw explainCall(recorded.failure);
    throw recorded.reason === 'unopened'
      ? refuse('unopened', 'The task does not open, so nothing was signed.')
      : refuse(
          recorded.code,
          REFUSALS[recorded.code] ?? `The server did not take the record (${recorded.code}).`,
        );
  }
  if (options.json) printJson({ recorded: true, outcome, late: recorded.late });
  else
    print(
      `Signed by you and stored: ${WORDS[outcome]}${recorded.late ? ' Somebody had accepted before, or the ladder had ended.' : ''}`,
    );
}

const WORDS: Readonly<Record<CallOutcome, string>> = {
  REACHED_ACCEPTED: 'they accepted. Nobody else is paged; call them again to hear whether they act.',
  REACHED_DECLINED: 'they cannot take it on. The ladder goes on.',
  REACHED_ACTING: 'they are acting.',
  REACHED_DONE: 'they say that it is done.',
  NO_ANSWER: 'nobody answered. The ladder goes on, and the call stays to be tried again.',
  WRONG_NUMBER: 'the number is wrong. The ladder goes on; tell whoever keeps the roster.',
};

export function addTaskCommands(program: Command): void {
  program
    .command('tasks')
    .description('calls that your desk has to make, by when they are due')
    .option('--all', 'also those that are done, or not needed any more')
    .option('--watch', 'print them again when something changes, until Ctrl-C')
    .addHelpText('after', '\nExample\n  amparo tasks --as rosa --watch\n')
    .action(async (_: unknown, command: Command) => tasksCommand(command.optsWithGlobals()));
  program
    .command('call <task>')
    .description(
      'take a call, so that nobody else makes it, and see whom and what to say; or record what came of it',
    )
    .option('--outcome <what>', Object.keys(OUTCOMES).join(', '))
    .addHelpText(
      'after',
      `
What they say counts as their answer, and your signature says that you heard it.

Examples
  amparo call 5b0f91de --as rosa
  amparo call 5b0f91de --as rosa --outcome accepted
`,
    )
    .action(async (wanted: string, _: unknown, command: Command) => call(wanted, command.optsWithGlobals()));
}
