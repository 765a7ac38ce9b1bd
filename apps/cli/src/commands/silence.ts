/** Who is not being alerted, and why: `quiet`; and what two people may do about a bell: `silence propose`, `agree`, `end`, `review`. */
import type { Command } from 'commander';
import type { Roster, SilenceScope } from '#crypto';
import { withoutStrangers } from '#rosters';
import {
  channelStates,
  createDutyBook,
  createSilences,
  whoIsQuiet,
  type KnownSilence,
  type QuietEntry,
  type QuietReason,
  type SilenceOutcome,
  type Silences,
} from '#sdk/member';
import { explainCall } from '../explain.js';
import type { CommonOptions } from '../home.js';
import { inSession, workOf, type SignedIn } from '../sign-in.js';
import { silenceRules, WHY_VOID, type SilenceRules, type ToSign } from '../silence-rules.js';
import { misuse, print, printJson, refuse } from '../terminal.js';

interface Standing {
  readonly signedIn: SignedIn;
  readonly silences: Silences;
  readonly rules: SilenceRules;
  readonly me: string;
  readonly roster: Roster;
  readonly rights: readonly string[];
  readonly entries: () => Promise<readonly QuietEntry[]>;
  readonly known: () => Promise<readonly KnownSilence[]>;
}

async function standing<T>(options: CommonOptions, act: (standing: Standing) => Promise<T>): Promise<T> {
  return inSession(options, async (signedIn) => {
    const { session, verified } = signedIn;
    const work = await workOf(signedIn);
    const { roster } = work;
    if (!roster) throw refuse('no-roster', 'Your copy of the roster does not open.');
    const silences = createSilences(session, work, verified);
    const rules = silenceRules(verified, roster);
    const known = async (): Promise<readonly KnownSilence[]> => {
      const answer = await silences.list();
      if (!answer.ok) throw explainCall(answer.failure);
      return answer.silences;
    };
    const entries = async (): Promise<readonly QuietEntry[]> => {
      const duties = await createDutyBook(session, work, verified).list();
      if (!duties.ok) throw explainCall(duties.failure);
      const channels = await channelStates(session);
      if (!channels.ok) throw explainCall(channels.failure);
      const strangers = { directory: verified.directory, roster };
      const now = new Date();
      const facts = {
        roster,
        // Of one that does not open only the other desk can tell.
        counts: (silence: KnownSilence) => {
          const toSign = asSigned(silence);
          return toSign === null || rules(toSign, now) === null;
        },
        duties: duties.rosters.flatMap(({ duty }) => (duty ? [withoutStrangers(duty, strangers)] : [])),
        silences: await known(),
        channels: channels.channels,
      };
      return whoIsQuiet(facts, now);
    };
    const me = session.member.id;
    return act({ signedIn, silences, rules, me, roster, rights: work.rights, entries, known });
  });
}

function asSigned({ content, beginsAt, endsAt, breakGlass, firstMember, secondMember }: KnownSilence) {
  if (!content) return null;
  const signers = secondMember === null ? [firstMember] : [firstMember, secondMember];
  return { from: beginsAt, until: endsAt, breakGlass, scope: content.scope, signers };
}

const WORDS: Readonly<Record<QuietReason, string>> = {
  silenced: 'is silenced',
  'silence-proposed': 'would be silenced; a second person has not signed',
  'silence-void': 'is NOT silenced: who signed may not do this together, or alone, by the policy',
  'silence-to-review': 'was silenced by one person alone; somebody else must review it',
  'no-channel': 'has set no channel and finds notices only by looking',
  'channel-gone': 'has a channel that answered "gone"',
  'on-leave': 'is on leave',
  'nobody-on-call': 'has nobody on call; the whole desk is paged instead',
  'out-of-hours': 'is out of hours; only U1 rings',
};

const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function show({ because, who, since, until, by, reason, id }: QuietEntry): void {
  print(`${who ?? 'somebody (sealed to the other desk)'} ${WORDS[because]}`);
  const times = [since && `since ${minute(since)}`, until && `until ${minute(until)}`]
    .filter(Boolean)
    .join(', ');
  if (times) print(`  ${times}`);
  if (by.length > 0) print(`  signed by ${by.join(' and ')}${reason === null ? '' : `: ${reason}`}`);
  if (id !== null) print(`  silence ${id}`);
}

async function quiet(options: CommonOptions): Promise<void> {
  await standing(options, async ({ entries }) => {
    const found = await entries();
    if (options.json) printJson({ notAlerted: found });
    else if (found.length === 0) print('Everybody is alerted.');
    else for (const entry of found) show(entry);
  });
}

interface ProposeOptions extends CommonOptions {
  readonly member?: string;
  readonly roster?: string;
  readonly alert?: string;
  readonly reason: string;
  readonly minutes: string;
  readonly alone?: boolean;
  readonly desk?: string;
}

function scopeOf({ member, roster, alert }: ProposeOptions, { members }: Roster): SilenceScope {
  if ([member, roster, alert].filter((one) => one !== undefined).length !== 1)
    throw misuse('what is silenced? one of --member HANDLE, --roster NAME, --alert ID');
  if (roster !== undefined) return { kind: 'roster', roster };
  if (alert !== undefined) return { kind: 'alert', alert };
  const found = members.find(({ handle }) => handle === member);
  if (!found) throw misuse(`nobody is called ${String(member)}`);
  return { kind: 'member', member: found.id };
}

/** Whose people are asked: a colleague of another organisation may sit on the other desk. */
function deskOf(wanted: string | undefined, rights: readonly string[]): 'triage' | 'safeguarding' {
  const desk = wanted ?? (rights.includes('desk:triage') ? 'triage' : 'safeguarding');
  if (desk !== 'triage' && desk !== 'safeguarding') throw misuse('--desk is triage or safeguarding');
  return desk;
}

const REFUSALS: Readonly<Record<string, string>> = {
  'not-available':
    'There is no such silence for you to sign: it is yours already, signed by another, or over.',
  unopened: 'It does not open, or says something else to you than to dispatch. Nothing was signed.',
  times: 'It would be too long, or over before it begins.',
  full: 'So many silences are open already that nobody could survey them: end some first.',
};

function settled(outcome: SilenceOutcome, json: boolean | undefined, said: string): void {
  if (!outcome.ok) {
    if (outcome.reason === 'call') throw explainCall(outcome.failure);
    throw refuse(outcome.code, REFUSALS[outcome.code] ?? `Refused (${outcome.code}).`);
  }
  if (json) printJson({ silence: outcome.id });
  else print(`${said} ${outcome.id}`);
}

/** Before anything is signed. A first signature alone is not yet meant to count. */
function mustCount(rules: SilenceRules, silence: ToSign, now: Date): void {
  const because = rules(silence, now);
  if (because === null || (because === 'needs-two' && silence.signers.length === 1)) return;
  throw refuse(because, `Nothing was signed, because it would not count: ${WHY_VOID[because]}.`);
}

async function propose(options: ProposeOptions): Promise<void> {
  const minutes = Number(options.minutes);
  if (!Number.isInteger(minutes) || minutes < 1) throw misuse('--minutes is a whole number');
  await standing(options, async ({ silences, roster, rights, rules, me }) => {
    const now = new Date();
    const desk = deskOf(options.desk, rights);
    const until = new Date(now.getTime() + minutes * 60_000);
    const breakGlass = options.alone ?? false;
    const silence = {
      scope: scopeOf(options, roster),
      reason: options.reason,
      until,
      breakGlass,
      desk,
    } as const;
    mustCount(rules, { ...silence, from: now, signers: [me] }, now);
    const said = breakGlass
      ? 'Silenced by you alone, as soon as every colleague was rung about it; one of them must review it:'
      : 'Proposed; the bell rings until somebody of another organisation agrees:';
    settled(await silences.propose(silence, now), options.json, said);
  });
}

async function withOne(
  wanted: string,
  options: CommonOptions,
  act: (standing: Standing, one: KnownSilence) => Promise<SilenceOutcome>,
  said: string,
): Promise<void> {
  await standing(options, async (open) => {
    const [one, ...more] = (await open.known()).filter(({ id }) => id.startsWith(wanted.toLowerCase()));
    if (!one) throw refuse('not-available', 'There is no such silence for you.');
    if (more.length > 0) throw misuse('several silences begin like that; give more of the id');
    settled(await act(open, one), options.json, said);
  });
}

async function agree({ silences, rules, me }: Standing, one: KnownSilence): Promise<SilenceOutcome> {
  const toSign = asSigned(one);
  if (toSign && one.firstMember !== me)
    mustCount(rules, { ...toSign, signers: [one.firstMember, me] }, new Date());
  return silences.agree(one);
}

export function addSilenceCommands(program: Command): void {
  program
    .command('quiet')
    .description('who is not being alerted now, since when, until when, and why')
    .addHelpText('after', '\nExample\n  amparo quiet --as rosa\n')
    .action(async (_: unknown, command: Command) => quiet(command.optsWithGlobals()));
  const silence = program
    .command('silence')
    .description('keep a bell from ringing for a while; two people must sign');
  silence
    .command('propose')
    .description('the first signature; U1 rings all the same')
    .option('--member <handle>', 'for this person')
    .option('--roster <name>', 'for whoever is on call by this roster')
    .option('--alert <id>', 'of this alert')
    .requiredOption('--reason <text>', 'why; sealed to the desk')
    .requiredOption('--minutes <n>', 'how long; the policy bounds it')
    .option('--desk <name>', 'whose people can read it and agree; your own unless told')
    .option('--alone', 'at night, without a second person; everybody sees it and somebody must review it')
    .addHelpText(
      'after',
      '\nExample\n  amparo silence propose --member luz --minutes 60 --reason "at the hospital" --as rosa\n',
    )
    .action(async (_: unknown, command: Command) => propose(command.optsWithGlobals()));
  const one = (
    name: string,
    description: string,
    act: (standing: Standing, one: KnownSilence) => Promise<SilenceOutcome>,
    said: string,
  ): void => {
    silence
      .command(`${name} <silence>`)
      .description(description)
      .action(async (wanted: string, _: unknown, command: Command) =>
        withOne(wanted, command.optsWithGlobals(), act, said),
      );
  };
  one('agree', 'the second signature, by somebody of another organisation', agree, 'Agreed:');
  one(
    'end',
    'let the bell ring again; any one person may',
    ({ silences }, { id }) => silences.end(id),
    'Ended:',
  );
  one(
    'review',
    'you have looked at what a colleague did alone',
    ({ silences }, { id }) => silences.review(id),
    'Reviewed:',
  );
}
