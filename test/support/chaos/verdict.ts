/**
 * What must hold of alerts whatever else fails (guarantee 3), judged by what people saw: their receipts, their inboxes, what
 * arrived at their doors, their own signed answers. Our tables are not asked. Pure: sentences about what is wrong, none when all
 * is well.
 */
import { POST_TIMEOUT_MS } from '#outgoing';
import type { PlannedReport } from './chaos-plan.js';
import type { Ring } from './doors.js';

/** A report that its client holds a receipt for. */
export interface Reported {
  readonly t0: string;
  readonly planned: PlannedReport;
  /** Of the plan that the signed policy gives it. */
  readonly steps: number;
}

/** A notice as its recipient opened it, at the end. */
export interface Told {
  readonly notice: string;
  readonly member: string;
  readonly t0: string;
  readonly alert: string;
  readonly step: number;
  readonly alertState: string;
}

/** The first acceptance of an alert that its signer knows to be recorded. */
export interface Acceptance {
  readonly alert: string;
  readonly at: number;
  /** Notices of this alert that had been made by then. */
  readonly made: ReadonlySet<string>;
}

/** A call that a desk was asked to make, as a coordinator opened it. */
export interface Asked {
  readonly alert: string;
  readonly desk: string;
  readonly kind: string;
  readonly who: string;
}

export interface Witnessed {
  readonly reports: readonly Reported[];
  readonly told: readonly Told[];
  readonly rings: readonly Ring[];
  /** Ids of the mails that an ally's relay took; a mail says of what it is about nothing else. */
  readonly mails: readonly string[];
  readonly acceptances: readonly Acceptance[];
  readonly asked: readonly Asked[];
  /** T0 of reports that the desk sees waiting for somebody. */
  readonly shown: ReadonlySet<string>;
}

/** An attempt that was begun before the acceptance may reach a door as late as its own limit, on a machine that does much else. */
const ON_THE_WIRE_MS = POST_TIMEOUT_MS;

/** Who has mail for a second channel. */
export const MAILED = 'luz';

export function wrongIn(seen: Witnessed): readonly string[] {
  return seen.reports.flatMap((report) => wrongWith(report, seen)).concat(wrongAtDoors(seen));
}

function wrongWith(report: Reported, seen: Witnessed): readonly string[] {
  const told = seen.told.filter(({ t0 }) => t0 === report.t0);
  const name = `a ${report.planned.kind} report (${report.t0.slice(0, 8)})`;
  const [first] = told;
  if (!first) return [`nobody was told of ${name}`];
  const wrong: string[] = [];
  const alerts = new Set(told.map(({ alert }) => alert));
  if (alerts.size > 1) wrong.push(`${name} has ${String(alerts.size)} alerts`);
  const states = new Set(told.map(({ alertState }) => alertState));
  const acceptance = seen.acceptances.find(({ alert }) => alert === first.alert);
  const end = acceptance ? 'accepted' : 'exhausted';
  if (states.size !== 1 || !states.has(end))
    wrong.push(`${name} is ${[...states].join(' and ')}, not ${end}`);
  if (!acceptance && !seen.shown.has(report.t0)) wrong.push(`${name} ended unanswered, and no desk sees it`);
  const late = acceptance && told.filter(({ notice }) => !acceptance.made.has(notice));
  if (late?.length) wrong.push(`${name} told ${String(late.length)} people after it was accepted`);
  const asked = seen.asked.filter(({ alert }) => alert === first.alert);
  return [
    ...wrong,
    ...wrongSteps(name, report, told, acceptance !== undefined),
    ...wrongTasks(name, report, asked, acceptance !== undefined),
  ];
}

function wrongSteps(
  name: string,
  report: Reported,
  told: readonly Told[],
  isAccepted: boolean,
): readonly string[] {
  const wrong: string[] = [];
  const steps = [...new Set(told.map(({ step }) => step))].sort((a, b) => a - b);
  if (steps.some((step, at) => step !== at)) wrong.push(`${name} was told in steps ${steps.join(', ')}`);
  // Nobody took an unsorted one in time, by a clock that ran ahead: it is paged again, and has more.
  const isExact = report.planned.kind !== 'unsorted';
  if (!isAccepted && steps.length < report.steps)
    wrong.push(`${name} was exhausted after ${String(steps.length)} of ${String(report.steps)} steps`);
  if (isExact && steps.length > report.steps) wrong.push(`${name} was told in more steps than its plan has`);
  const twice = repeated(told.map(({ member, step }) => `${member} ${String(step)}`));
  for (const one of twice) wrong.push(`${name} told one person twice of one step (${one})`);
  return wrong;
}

/** The plan of what is critical begins with an ally whom one can only call, and ends with a person. */
function wrongTasks(
  name: string,
  { planned: { kind } }: Reported,
  asked: readonly Asked[],
  isAccepted: boolean,
): readonly string[] {
  const wrong: string[] = [];
  const isCritical = kind === 'critical' || kind === 'called';
  if (isCritical && !asked.some((one) => one.kind === 'CALL'))
    wrong.push(`${name} asked nobody to call who has no software`);
  if (isCritical && !isAccepted && !asked.some((one) => one.kind === 'DECIDE'))
    wrong.push(`${name} was handed to nobody at the end`);
  const twice = repeated(asked.map((one) => `${one.kind} of ${one.desk} about ${one.who}`));
  for (const one of twice) wrong.push(`${name} asked twice for one call (${one})`);
  return wrong;
}

function wrongAtDoors({ told, rings, mails, acceptances }: Witnessed): readonly string[] {
  const wrong: string[] = [];
  const alertOf = new Map(told.map(({ notice, alert }) => [notice, alert]));
  const acceptedAt = new Map(acceptances.map(({ alert, at }) => [alert, at]));
  const ids = new Map<string, Set<string>>();
  for (const { door, id, notice, at } of rings) {
    const alert = alertOf.get(notice);
    if (alert === undefined) {
      wrong.push(`${door} was rung about a notice that nobody has (${notice})`);
      continue;
    }
    const bell = `${notice} at the door of ${door}`;
    ids.set(bell, (ids.get(bell) ?? new Set()).add(id));
    const lateMs = at - (acceptedAt.get(alert) ?? Infinity);
    if (lateMs > ON_THE_WIRE_MS)
      wrong.push(`${door} was rung ${String(Math.round(lateMs))} ms after somebody had accepted (${notice})`);
  }
  for (const [bell, { size }] of ids) if (size > 1) wrong.push(`${bell} was rung under ${String(size)} ids`);
  if (new Set(mails).size > told.filter(({ member }) => member === MAILED).length)
    wrong.push(`${MAILED} was sent more mails than notices`);
  return wrong;
}

function repeated(all: readonly string[]): ReadonlySet<string> {
  return new Set(all.filter((one, at) => all.indexOf(one) !== at));
}
