/** What `queue` may be told to show, checked against the vocabulary: a typing error must not look like an empty queue. */
import type { Command } from 'commander';
import type { QueueFilter, TriageState } from '#sdk/member';
import { type ActGroup, actGroupsOf, isKnown, isTerritoryForm, LISTS } from '#vocabulary';
import type { CommonOptions } from './home.js';
import { misuse } from './terminal.js';

export interface QueueOptions extends CommonOptions {
  readonly watch?: boolean;
  readonly first: string;
  readonly after?: string;
  readonly urgency?: string;
  /** Not `state`: that is the folder of a deployment, for every command. */
  readonly status?: string;
  readonly department?: string;
  readonly acts?: string;
  readonly months?: string;
  readonly covers?: boolean;
}

const STATES: readonly TriageState[] = ['WAITING', 'CLAIMED', 'TAKEN', 'CLOSED'];
const GROUPS: readonly ActGroup[] = LISTS.actGroups.map(({ code }) => code);

const several = (value: string): string[] => value.split(',').map((one) => one.trim().toUpperCase());

function states(value: string): TriageState[] {
  return several(value).map((word) => {
    const state = STATES.find((one) => one === word);
    if (!state) throw misuse('--status is waiting, claimed, taken or closed');
    return state;
  });
}

function urgencies(value: string): number[] {
  return several(value).map((word) => {
    const level = Number(word.replace(/^U/, ''));
    if (![1, 2, 3, 4].includes(level)) throw misuse('--urgency is U1 to U4, several divided by commas');
    return level;
  });
}

/** Groups, or acts, which stand for the group that they are in: the server is never asked for less. */
function groups(value: string): ActGroup[] {
  return several(value).flatMap((word) => {
    const group = GROUPS.find((one) => one === word);
    if (group) return [group];
    if (!isKnown(LISTS.acts, word)) throw misuse(`--acts is one or more of: ${GROUPS.join(' ')}`);
    return [...actGroupsOf([word])];
  });
}

function months(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1 || count > 23) throw misuse('--months is a number from 1 to 23');
  return count;
}

function territory(value: string): string {
  const code = value.toUpperCase();
  if (!isTerritoryForm(code)) throw misuse('--department is UBIGEO of 2 or 4 digits, or ISO 3166-2');
  return code;
}

export function queueFilter(options: QueueOptions): QueueFilter {
  const { status, urgency, department, acts } = options;
  return {
    ...(status === undefined ? {} : { state: states(status) }),
    ...(urgency === undefined ? {} : { urgency: urgencies(urgency) }),
    ...(department === undefined ? {} : { department: territory(department) }),
    ...(acts === undefined ? {} : { actGroups: groups(acts) }),
    ...(options.months === undefined ? {} : { months: months(options.months) }),
  };
}

export function queueOptions(command: Command): Command {
  return command
    .option('--first <n>', 'how many', '20')
    .option('--after <cursor>', 'from where on')
    .option('--urgency <levels>', 'only U1, U2, U3 or U4; several divided by commas')
    .option('--status <states>', 'only waiting, claimed, taken or closed')
    .option('--department <code>', 'only from there: UBIGEO (25 is Ucayali, 2503 a province) or ISO 3166-2')
    .option('--covers', 'also reports that the safeguarding desk made itself')
    .option('--acts <groups>', `only such acts: ${GROUPS.join(' ')}`)
    .option('--months <n>', 'how many months back --department and --acts look (13)')
    .option('--watch', 'print it again when something changes, until Ctrl-C')
    .addHelpText(
      'after',
      '\nThe server is not told what --department and --acts say: it is asked by blind tokens, and the rest is left out here.\n' +
        '\nExamples\n  amparo queue --as rosa\n  amparo queue --department 25 --acts THREAT --urgency U1,U2 --as rosa\n',
    );
}
