/**
 * The policy as people write it: names instead of ids, `15m` instead of seconds. From this one form come the reading of a
 * file and the JSON Schema by which editors complete it (policy.schema.json), so the two cannot disagree.
 */
import { z } from 'zod';
import { ALLY_SCOPES } from '#rosters';
import { CONSENT_TIERS_IN_REPORT, isTerritoryForm, LISTS, URGENCY_CODES, type CodeList } from '#vocabulary';
import { DURATION_PATTERN, secondsIn } from '../durations.js';

const NO_DURATION = 'write a time like 15m, 1h, 2d or 1h30m';
const duration = z
  .string({ error: NO_DURATION })
  .regex(DURATION_PATTERN, { error: NO_DURATION })
  .transform((text) => secondsIn(text) ?? 0)
  .describe('A time: 15m, 1h, 2d, 1h30m.');

/** Editors show the English label beside each code. */
const codeOf = (list: CodeList, kind: string) =>
  z
    .enum(
      list.map(({ code }) => code),
      { error: `not ${kind} that this version knows` },
    )
    .meta({ enumDescriptions: list.map(({ en }) => en) });

/** One, or a list. */
const some = <T extends z.ZodType>(item: T) =>
  z
    .union([z.array(item).min(1, { error: 'an empty list matches nothing' }), item])
    .transform((given) => [given].flat() as z.output<T>[]);

const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, {
  error: 'a name has small letters, digits and "-", and begins with a letter',
});
const words = z.string().min(1).max(200);
const organisation = words.describe('An organisation of the roster, by its name there.');

const territory = z
  .union([z.string(), z.int()])
  .transform(String)
  .refine(isTerritoryForm, {
    error:
      'write a department or province by its UBIGEO in quotes ("25", "2502"), or an ISO 3166-2 code ("BR-AM")',
  })
  .describe('A department or province (UBIGEO, "25" or "2502"), elsewhere ISO 3166-2 ("BR-AM").');

const act = codeOf(LISTS.acts, 'an act');
const need = codeOf(LISTS.needs, 'a need');
const channel = codeOf(LISTS.channelAssurances, 'a kind of channel');
const language = codeOf(LISTS.languages, 'a language').describe('ISO 639-3: spa, por, que, shp …');
const raiser = codeOf(LISTS.raisers, 'a raiser');
const targetKind = codeOf(LISTS.targets, 'a kind of target');
const sector = codeOf(LISTS.sectors, 'a sector');
const perpetrator = codeOf(LISTS.perpetrators, 'a kind of perpetrator');
const urgency = z.enum(URGENCY_CODES, { error: 'an urgency is U1, U2, U3 or U4' });

const reaction = z.strictObject({
  answer: duration.describe('By when a person must have answered.'),
  act: duration.describe('By when the first thing must have been done.'),
  reassess: duration.describe('When it is looked at again.'),
});

const allies = z
  .strictObject({
    scopes: some(z.enum(ALLY_SCOPES)).optional().describe('Only allies that work at these levels.'),
    capabilities: some(need).optional().describe('Only allies that offer one of these.'),
    organisations: some(organisation).optional().describe('Only these organisations.'),
    needed: z
      .boolean()
      .default(true)
      .describe('Only allies that offer something the report asks for. Write false for all others too.'),
  })
  .describe('Allies that the reporter consented to and that are not excluded. {} is all of them.');

const target = z
  .union([
    z.literal('desk').describe('Everybody of the desk.'),
    z.literal('allies').describe('All allies that fit the report.'),
    z.strictObject({
      roster: name.describe('Whoever is on call then: triage, safeguarding, or a roster of your own.'),
    }),
    z.strictObject({ allies }),
  ])
  .describe('Whom to tell.');

const step = z
  .strictObject({
    notify: some(target).optional().describe('Tell these, all at once.'),
    repeat: z.int().min(1).max(8).optional().describe('Tell them again, so many more times.'),
    every: duration.optional().describe('How long to wait before each repetition.'),
    wait: duration.optional().describe('Wait for an answer; go on only if there is none.'),
    hand: z
      .literal('person', { error: 'write "hand: person"' })
      .optional()
      .describe('Give it to the duty coordinator as a task: call somebody, decide.'),
  })
  .superRefine((given, context) => {
    const does = (['notify', 'wait', 'hand'] as const).filter((key) => given[key] !== undefined);
    if (does.length !== 1)
      context.addIssue({ code: 'custom', message: 'a step is one of "notify", "wait" and "hand"' });
    else if ((given.repeat === undefined) !== (given.every === undefined))
      context.addIssue({ code: 'custom', message: '"repeat" and "every" belong together' });
    else if (given.repeat !== undefined && given.notify === undefined)
      context.addIssue({ code: 'custom', message: 'only "notify" can be repeated' });
  });

const conditions = z.strictObject({
  urgency: some(urgency).optional(),
  acts: some(act).optional().describe('One of these happened.'),
  actGroups: some(codeOf(LISTS.actGroups, 'a group of acts')).optional(),
  targets: some(targetKind).optional().describe('Who is targeted.'),
  territory: some(territory).optional().describe('A department contains its provinces.'),
  sector: some(sector).optional(),
  needs: some(need).optional().describe('One of these is asked for.'),
  language: some(language).optional(),
  raisers: some(raiser).optional(),
  consent: some(z.enum(['T0', ...CONSENT_TIERS_IN_REPORT]))
    .optional()
    .describe('T0 is a report that consents to nobody beyond the desk.'),
  channel: some(channel).optional(),
});

const route = z.strictObject({
  name,
  when: conditions.default({}).describe('All of these must hold. Leave it out to take every report.'),
  plan: name,
  continue: z.boolean().default(false).describe('Look at the routes below too, and do both.'),
});

const sampleReport = z.strictObject({
  acts: some(act),
  imminence: codeOf(LISTS.imminence, 'an imminence').default('unknown'),
  urgency: urgency.optional().describe('As the reporter sees it.'),
  territory: territory.optional(),
  targets: some(targetKind).optional(),
  sector: some(sector).optional(),
  perpetrators: some(perpetrator).optional(),
  needs: some(need).optional(),
  language: language.default('spa'),
  consent: some(z.enum(CONSENT_TIERS_IN_REPORT))
    .optional()
    .describe('Leave it out for T0: nobody beyond the desk.'),
  named: some(organisation).optional().describe('With T1: the allies that the reporter chose.'),
  exclude: some(organisation).optional(),
  raisers: some(raiser).optional(),
  channel: channel.default('E2EE_WEB'),
  quarantined: z.boolean().default(false).describe('It came with a doubt; a person looks first.'),
});

const expected = z
  .strictObject({
    roster: name.optional(),
    organisation: organisation.optional(),
    desk: z.literal(true).optional(),
    person: z.literal(true).optional(),
    after: duration.default(0).describe('When it is told for the first time, from the alert.'),
  })
  .superRefine((given, context) => {
    const who = (['roster', 'organisation', 'desk', 'person'] as const).filter(
      (key) => given[key] !== undefined,
    );
    if (who.length !== 1)
      context.addIssue({ code: 'custom', message: 'name one of roster, organisation, desk and person' });
  });

const WHEN = 'write a time like "23:30", or a day and time like "2026-03-02 23:30"';
const test = z.strictObject({
  name: words,
  report: z.union([z.literal('unsorted').describe('A report that no machine may open.'), sampleReport]),
  at: z
    .string({ error: WHEN })
    .regex(/^(\d{4}-\d{2}-\d{2} )?([01]\d|2[0-3]):[0-5]\d$/, { error: WHEN })
    .default('10:00')
    .describe('Local time at which it arrives; without a day, a Monday.'),
  expect: z.strictObject({
    urgency: urgency.optional(),
    route: some(name).optional(),
    told: z.array(expected).default([]),
    nobodyElse: z.boolean().default(false).describe('No other ally is told.'),
    notTold: z.array(z.strictObject({ organisation, because: z.string().optional() })).default([]),
  }),
});

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'write a time of day like "22:00"' });

export const sourceForm = z
  .strictObject({
    policy: z.literal('amparo/1', { error: 'the file begins with "policy: amparo/1"' }),
    timeZone: z
      .string()
      .default('America/Lima')
      .describe('IANA name. Clock times in this file are meant there.'),
    reactionTimes: z.strictObject({ U1: reaction, U2: reaction, U3: reaction, U4: reaction }),
    unsorted: z
      .strictObject({
        ...reaction.shape,
        plan: name,
        batch: duration
          .optional()
          .describe('They reach people in batches, so that nobody can tell when one came.'),
        channels: z
          .partialRecord(channel, reaction)
          .optional()
          .describe('Other times for reports of some channels.'),
      })
      .describe('Reports that no machine may open: for people only, or for the safeguarding desk.'),
    claim: duration.default(3600).describe('How long a coordinator holds a report before it is free again.'),
    duty: z
      .record(name, z.strictObject({ signedBy: some(words.describe('A member, by handle.')) }))
      .default({})
      .describe('Who may sign which duty roster without the roots.'),
    routes: z.array(route).min(1).describe('In order: the first that matches decides.'),
    plans: z.record(name, z.array(step).min(1)).describe('Who is told when, until somebody answers.'),
    storms: z
      .strictObject({ window: duration })
      .default({ window: 600 })
      .describe('Reports of one happening within this time become one page.'),
    silences: z
      .strictObject({
        longest: duration,
        breakGlass: z
          .strictObject({ from: clock, until: clock })
          .optional()
          .describe('Between these times one person may silence alone, and everybody is told.'),
      })
      .default({ longest: 14_400 }),
    tests: z.array(test).default([]).describe('What this policy promises. It is not signed if one fails.'),
  })
  .describe('An Amparo routing policy.');

export type SourcePolicy = z.output<typeof sourceForm>;
export type SourceStep = SourcePolicy['plans'][string][number];
export type SourceTarget = NonNullable<SourceStep['notify']>[number];
export type SourceTest = SourcePolicy['tests'][number];
