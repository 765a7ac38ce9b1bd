/** A report that nobody sent, told by options: what `policy explain` asks about. */
import type { Command } from 'commander';
import { instantOf, wallTime, type AlertInput, type Policy, type SignedWorld, type Timeline } from '#policy';
import {
  CONSENT_TIERS_IN_REPORT,
  isTerritoryForm,
  judgeUrgency,
  labelOf,
  LISTS,
  territoryName,
  URGENCY_CODES,
  type Routing,
} from '#vocabulary';
import type { CommonOptions } from './home.js';
import { known, oneOf } from './report-options.js';
import { misuse } from './terminal.js';

export interface SampleOptions extends CommonOptions {
  readonly act: string[];
  readonly imminence: string;
  readonly urgency?: string;
  readonly department?: string;
  readonly need: string[];
  readonly target: string[];
  readonly sector: string[];
  readonly perpetrator: string[];
  readonly raiser: string[];
  readonly consent: string[];
  readonly namedAlly: string[];
  readonly exclude: string[];
  readonly reportLanguage: string;
  readonly channel: string;
  readonly unsorted?: boolean;
  readonly quarantined?: boolean;
  readonly at?: string;
}

const several = (value: string, earlier: string[]): string[] => [...earlier, value];

export function sampleOptions(command: Command): Command {
  return command
    .option('--act <code>', 'what happened (repeat for more)', several, [])
    .option('--imminence <when>', 'now, 72h, recent, past or unknown', 'unknown')
    .option('--urgency <level>', 'as the reporter sees it, U1 to U4')
    .option('--department <code>', 'UBIGEO of 2 or 4 digits, or ISO 3166-2')
    .option('--need <code>', 'what would help (repeat)', several, [])
    .option('--target <code>', 'who is targeted (repeat)', several, [])
    .option('--sector <code>', 'what drives it (repeat)', several, [])
    .option('--perpetrator <code>', 'who is behind it, by kind (repeat)', several, [])
    .option('--raiser <code>', 'what makes it more dangerous (repeat)', several, [])
    .option('--consent <tier>', 'T1 to T4 (repeat); none is T0', several, [])
    .option('--named-ally <name>', 'for T1: an organisation of the roster (repeat)', several, [])
    .option('--exclude <name>', 'an organisation that must learn nothing (repeat)', several, [])
    .option('--report-language <code>', 'ISO 639-3', 'spa')
    .option('--channel <code>', 'how it came', 'E2EE_WEB')
    .option('--unsorted', 'a report that no machine may open; all other facts are unknown then')
    .option('--quarantined', 'it came with a doubt, and a person looks first')
    .option('--at <time>', 'local time of the policy: "23:30" or "2026-03-02 23:30" (default: now)');
}

export function inputFrom(options: SampleOptions, policy: Policy, world: SignedWorld): AlertInput {
  const routing = options.unsorted ? null : routingFrom(options, world);
  const [channel = 'UNKNOWN'] = known('channel', 'channelAssurances', [options.channel]);
  return {
    ...world,
    decision: {
      urgency: routing ? judgeUrgency(routing).urgency : null,
      unsorted: routing === null,
      quarantined: options.quarantined ?? false,
    },
    routing,
    channel: channel as AlertInput['channel'],
    policy,
    at: momentOf(options.at, policy),
  };
}

function routingFrom(options: SampleOptions, world: SignedWorld): Routing {
  if (options.act.length === 0) throw misuse('what happened? give --act CODE, or --unsorted');
  const department = options.department ?? null;
  if (department !== null && !isTerritoryForm(department))
    throw misuse('--department is a UBIGEO of 2 or 4 digits, or an ISO 3166-2 code');
  return {
    v: 1,
    acts: known('act', 'acts', options.act),
    imminence: oneOf('imminence', options.imminence, ['now', '72h', 'recent', 'past', 'unknown']),
    urgency: options.urgency === undefined ? null : oneOf('urgency', options.urgency, URGENCY_CODES),
    department,
    targets: known('target', 'targets', options.target),
    sector: known('sector', 'sectors', options.sector),
    perpetrators: known('perpetrator', 'perpetrators', options.perpetrator),
    needs: known('need', 'needs', options.need),
    language: options.reportLanguage,
    consent: {
      tiers: options.consent
        .filter((tier) => tier !== 'T0')
        .map((tier) => oneOf('consent', tier, CONSENT_TIERS_IN_REPORT)),
      named: idsOf('named-ally', options.namedAlly, world),
    },
    exclusions: idsOf('exclude', options.exclude, world),
    raisers: known('raiser', 'raisers', options.raiser),
  };
}

function idsOf(option: string, names: readonly string[], { roster }: SignedWorld): readonly string[] {
  return names.map((name) => {
    const found = roster.organisations.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
    if (!found) throw misuse(`--${option}: the roster has no organisation called "${name}"`);
    return found.id;
  });
}

function momentOf(at: string | undefined, { timeZone }: Policy): Date {
  if (at === undefined) return new Date();
  const today = new Date().toISOString().slice(0, 10);
  const moment = instantOf(at.includes(' ') ? at.replace(' ', 'T') : `${today}T${at}`, timeZone);
  if (!moment) throw misuse('--at is a time like "23:30", or a day and time like "2026-03-02 23:30"');
  return moment;
}

/** The report in one line, and the way it takes. */
export function caseWords(input: AlertInput, timeline: Timeline, timeZone: string): readonly string[] {
  const { routing, decision } = input;
  const what = routing
    ? [
        routing.acts.map((act) => labelOf(LISTS.acts, act, 'en')).join(', '),
        ...(routing.department ? [territoryName(routing.department)] : []),
        decision.urgency ?? '',
      ].join(' · ')
    : 'a report that no machine may open';
  const way = routing ? `route ${timeline.routes.join(', then ')}` : 'the plan of unsorted reports';
  return [`${what} · ${way} · received ${wallTime(input.at, timeZone)} (${timeZone})`, ''];
}
