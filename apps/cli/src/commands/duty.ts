/** Who is on call: `duty show`, `set`, `swap`, `leave`, `check`, `mine`. */
import { Option, type Command } from 'commander';
import type { Roster } from '#crypto';
import type { MemberId } from '#kernel';
import {
  gaps,
  localTime,
  LOOK_AHEAD_DAYS,
  rosterFindings,
  shiftsOf,
  stretchesOf,
  withoutStrangers,
  type DutyRoster,
} from '#rosters';
import { localMoment, readDutySource } from '#rosters/source';
import { createDutyBook, type DutyBook, type KnownDuty } from '#sdk/member';
import type { VerifiedDirectory } from '#sdk';
import { findingWords, gapWords, handlesOf, spanWords } from '../duty-words.js';
import { explainCall } from '../explain.js';
import type { CommonOptions } from '../home.js';
import { atDeskWith } from '../sign-in.js';
import { misuse, print, printJson, readText, refuse, say } from '../terminal.js';

interface DutyOptions extends CommonOptions {
  readonly roster: string;
}

interface Book {
  readonly book: DutyBook;
  readonly me: string;
  readonly roster: Roster;
  readonly verified: VerifiedDirectory;
  /** By name. */
  readonly desks: readonly string[];
  readonly known: readonly KnownDuty[];
}

const DAY_MS = 86_400_000;

async function withBook<T>(options: CommonOptions, act: (book: Book) => Promise<T>): Promise<T> {
  return atDeskWith(options, async ({ session, work, verified }) => {
    if (!work.roster) throw refuse('no-roster', 'Your copy of the roster does not open.');
    const book = createDutyBook(session, work, verified);
    const answer = await book.list();
    if (!answer.ok) throw explainCall(answer.failure);
    for (const { name, unreadable, duty } of answer.rosters)
      if (unreadable && duty)
        say(`warning: something newer of "${name}" lies at the server and cannot be believed`);
    const desks = work.desks.map(({ desk }) => desk);
    return act({ book, me: session.member.id, roster: work.roster, verified, desks, known: answer.rosters });
  });
}

function only(known: readonly KnownDuty[], name: string): { known: KnownDuty; duty: DutyRoster } {
  const found = known.find((one) => one.name === name);
  if (!found) throw refuse('not-available', `The policy names no roster "${name}".`);
  if (!found.duty)
    throw refuse(
      'not-available',
      found.unreadable
        ? `Your keys do not open "${name}": a delegate who can read it signs it anew with \`amparo duty renew\`.`
        : `Nobody has signed "${name}" yet; the list of the roots is on call.`,
    );
  return { known: found, duty: found.duty };
}

const effective = (duty: DutyRoster, { verified, roster }: Book): DutyRoster =>
  withoutStrangers(duty, { directory: verified.directory, roster });

async function show(options: CommonOptions & { readonly on?: string }): Promise<void> {
  await withBook(options, (open) => {
    const handle = handlesOf(open.roster);
    const tables = open.known.map((known): Table => {
      const { name, duty, isForOlderKey } = known;
      const delegates = known.delegates.map(handle);
      if (!duty) return { name, signed: null, because: whyNone(known, open), delegates, stretches: [] };
      const from = options.on === undefined ? new Date() : localMoment(duty.timeZone, options.on);
      if (!from) throw misuse('--on is a day like 2026-12-24');
      const until = new Date(from.getTime() + 7 * DAY_MS);
      const stretches = stretchesOf(effective(duty, open), from, until).map((stretch) => ({
        from: localTime(duty.timeZone, stretch.from),
        until: localTime(duty.timeZone, stretch.until),
        people: stretch.members.map(handle),
      }));
      const signed = { by: handle(duty.member), version: duty.version, timeZone: duty.timeZone };
      return { name, signed: { ...signed, isForOlderKey }, because: null, delegates, stretches };
    });
    if (options.json) printJson({ rosters: tables });
    else tables.forEach(printTable);
    return Promise.resolve();
  });
}

type WhyNone = 'unsigned' | 'not-opened' | 'other-desk';

/** What a desk has signed is sealed to its people, and the api gives it to nobody else. */
function whyNone({ name, unreadable }: KnownDuty, { desks }: Book): WhyNone {
  if (unreadable) return 'not-opened';
  const isOfDesk = name === 'triage' || name === 'safeguarding';
  return isOfDesk && !desks.includes(name) ? 'other-desk' : 'unsigned';
}

interface Table {
  readonly name: string;
  readonly signed: {
    readonly by: string;
    readonly version: number;
    readonly timeZone: string;
    readonly isForOlderKey: boolean;
  } | null;
  readonly because: WhyNone | null;
  readonly delegates: readonly string[];
  readonly stretches: readonly {
    readonly from: string;
    readonly until: string;
    readonly people: readonly string[];
  }[];
}

function printTable({ name, signed, because, delegates, stretches }: Table): void {
  if (!signed) {
    print(`${name}  ${noneWords(because ?? 'unsigned', delegates.join(', '))}`);
    return;
  }
  print(`${name}  version ${String(signed.version)}, signed by ${signed.by}, times of ${signed.timeZone}`);
  if (signed.isForOlderKey)
    print(
      `  sealed to a key that the desk had before: whoever came since cannot read it until ${delegates.join(' or ')} runs: amparo duty renew --roster ${name}`,
    );
  stretches.forEach(({ from, until, people }, at) => {
    const mark = at === 0 ? 'first' : at === 1 ? 'next ' : '     ';
    print(`  ${mark}  ${from} – ${until}  ${people.join(', ') || 'NOBODY'}`);
  });
}

function noneWords(because: WhyNone, delegates: string): string {
  switch (because) {
    case 'unsigned':
      return `nobody has signed it yet (${delegates} may): the list of the roots is on call`;
    case 'other-desk':
      return `is of a desk that you are not on: only its people read what they have signed`;
    case 'not-opened':
      return `what lies there does not open with your keys: if you came to the desk since it was signed, ask ${delegates} to run: amparo duty renew`;
  }
}

/** The same people and hours, under a new version, sealed to the key that the desk has now. */
async function renew(options: DutyOptions): Promise<void> {
  await withBook(options, async (open) => {
    const { known, duty } = only(open.known, options.roster);
    await publish(open, { ...duty, member: open.me, version: known.version + 1 }, options);
  });
}

async function publish(open: Book, duty: DutyRoster, options: CommonOptions): Promise<void> {
  const known = open.known.find(({ name }) => name === duty.name);
  if (!known?.delegates.includes(open.me))
    throw refuse('not-delegated', `The policy does not let you sign "${duty.name}".`);
  const outcome = await open.book.publish(duty);
  if (!outcome.ok) {
    if (outcome.reason === 'call') throw explainCall(outcome.failure);
    if (outcome.reason === 'refused' && outcome.code === 'stale-version')
      throw refuse('stale-version', 'A colleague signed a change a moment ago. Look at it, and try again.');
    throw refuse(
      outcome.reason,
      outcome.reason === 'refused' ? `Refused (${outcome.code}).` : 'No keys to seal to.',
    );
  }
  const now = new Date();
  const holes = gaps(effective(duty, open), now, new Date(now.getTime() + LOOK_AHEAD_DAYS * DAY_MS));
  if (options.json) printJson({ published: duty.name, version: duty.version, gaps: holes });
  else {
    print(`Signed: ${duty.name}, version ${String(duty.version)}.`);
    for (const gap of holes) print(`  gap  ${gapWords(gap, duty.timeZone)}`);
  }
}

async function set(file: string, options: CommonOptions): Promise<void> {
  const text = await readText(file);
  await withBook(options, async (open) => {
    const members = new Map(open.roster.members.map(({ handle, id }) => [handle, id]));
    const current = (name: string) => {
      const found = open.known.find((one) => one.name === name);
      return { version: found?.version ?? 0, duty: found?.duty ?? null };
    };
    const read = readDutySource(text, { members, signer: open.me, current, now: new Date() });
    if (!read.ok) {
      const lines = read.problems.map(({ line, message }) => `  line ${String(line)}: ${message}`);
      throw refuse('duty', ['The roster is refused:', ...lines].join('\n'));
    }
    await publish(open, read.duty, options);
  });
}

interface ChangeOptions extends DutyOptions {
  readonly from: string;
  readonly until: string;
}

async function change(
  options: ChangeOptions,
  edit: (
    duty: DutyRoster,
    span: { from: Date; until: Date },
    idOf: (handle: string) => string,
    me: string,
  ) => Pick<DutyRoster, 'overrides' | 'leave'>,
): Promise<void> {
  await withBook(options, async (open) => {
    const { known, duty } = only(open.known, options.roster);
    const [from, until] = [options.from, options.until].map((text) => localMoment(duty.timeZone, text));
    if (!from || !until || from >= until)
      throw misuse('--from and --until are moments like "2026-12-24 08:00", in this order');
    const idOf = (handle: string): string => {
      const member = open.roster.members.find((one) => one.handle === handle);
      if (!member) throw misuse(`nobody of the roster is called "${handle}"`);
      return member.id;
    };
    const now = new Date();
    const ahead = <T extends { readonly until: Date }>(changes: readonly T[]) =>
      changes.filter((one) => one.until > now);
    const edited = edit(duty, { from, until }, idOf, open.me);
    await publish(
      open,
      {
        ...duty,
        member: open.me,
        version: known.version + 1,
        overrides: ahead(edited.overrides),
        leave: ahead(edited.leave),
      },
      options,
    );
  });
}

const swap = (options: ChangeOptions & { readonly on: string; readonly off?: string }): Promise<void> =>
  change(options, ({ overrides, leave }, span, idOf) => ({
    overrides: [
      ...overrides,
      { on: idOf(options.on), off: options.off === undefined ? null : idOf(options.off), ...span },
    ],
    leave,
  }));

const leaveCommand = (options: ChangeOptions & { readonly who?: string }): Promise<void> =>
  change(options, ({ overrides, leave }, span, idOf, me) => ({
    overrides,
    leave: [...leave, { member: options.who === undefined ? me : idOf(options.who), ...span }],
  }));

async function check(options: CommonOptions & { days: string; language: string[] }): Promise<void> {
  const days = Number(options.days);
  if (!Number.isSafeInteger(days) || days < 1 || days > 100) throw misuse('--days is a number from 1 to 100');
  await withBook(options, (open) => {
    const rosters = open.known.flatMap(({ duty }) => (duty ? [duty] : []));
    const people = { directory: open.verified.directory, roster: open.roster };
    const findings = rosterFindings(rosters, people, new Date(), { days, languages: options.language });
    const names = new Map(open.roster.organisations.map(({ id, name }) => [id, name]));
    if (options.json) printJson({ findings });
    else if (findings.length === 0) print(`No gaps in the next ${String(days)} days.`);
    for (const finding of options.json ? [] : findings)
      print(findingWords(finding, handlesOf(open.roster), (id) => names.get(id) ?? id, rosters));
    const holes = findings.some(({ kind }) => kind === 'gap' || kind === 'unknown-time-zone');
    if (holes) throw refuse('gaps', 'There are gaps.');
    return Promise.resolve();
  });
}

async function mine(options: CommonOptions): Promise<void> {
  await withBook(options, (open) => {
    const now = new Date();
    const until = new Date(now.getTime() + 30 * DAY_MS);
    const shifts = open.known.flatMap(({ duty }) =>
      duty
        ? shiftsOf(effective(duty, open), open.me as MemberId, now, until).map((shift) => ({
            roster: duty.name,
            ...shift,
            words: spanWords(duty.timeZone, shift),
          }))
        : [],
    );
    if (options.json) printJson({ shifts });
    else if (shifts.length === 0) print('You are not on call in the next 30 days.');
    else for (const { roster, words } of shifts) print(`${words}  ${roster}`);
    return Promise.resolve();
  });
}

export function addDutyCommands(program: Command): void {
  const duty = program.command('duty').description('who is on call: rotations, swaps, leave');
  const roster = () => new Option('--roster <name>', 'which roster').default('triage');
  const span = (command: Command) =>
    command
      .requiredOption('--from <moment>', 'by the roster’s clock: 2026-12-24, or "2026-12-24 08:00"')
      .requiredOption('--until <moment>', 'likewise')
      .addOption(roster());
  duty
    .command('show')
    .description('a week as a table, beginning now')
    .option('--on <day>', 'beginning on another day')
    .action(async (_: unknown, command: Command) => show(command.optsWithGlobals()));
  duty
    .command('set <file>')
    .description('sign a roster from a YAML file; swaps and leave that it leaves out are kept')
    .addHelpText('after', '\nExample\n  amparo duty set libs/rosters/examples/triage.yaml --as rosa\n')
    .action(async (file: string, _: unknown, command: Command) => set(file, command.optsWithGlobals()));
  span(duty.command('swap').description('somebody takes a shift over, or helps out'))
    .requiredOption('--on <handle>', 'who will be on call')
    .option('--off <handle>', 'in whose place; without it, beside whoever is on call')
    .action(async (_: unknown, command: Command) => swap(command.optsWithGlobals()));
  span(duty.command('leave').description('somebody is away; the next of the rotation stands in'))
    .option('--who <handle>', 'who; without it, you')
    .action(async (_: unknown, command: Command) => leaveCommand(command.optsWithGlobals()));
  duty
    .command('renew')
    .description('sign it again as it is, for colleagues who came when the desk had a new key')
    .addOption(roster())
    .action(async (_: unknown, command: Command) => renew(command.optsWithGlobals()));
  duty
    .command('check')
    .description('gaps before they come, and allies who were not verified lately; exit code 1 for gaps')
    .option('--days <n>', 'how far ahead', String(LOOK_AHEAD_DAYS))
    .option('--language <code...>', 'languages that somebody on call should speak (ISO 639-3)', [])
    .action(async (_: unknown, command: Command) => check(command.optsWithGlobals()));
  duty
    .command('mine')
    .description('your own shifts in the next 30 days')
    .action(async (_: unknown, command: Command) => mine(command.optsWithGlobals()));
}
