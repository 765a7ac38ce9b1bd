/** `amparo policy`: check, explain, simulate and compile the routing policy that people write. Nothing here needs a server. */
import { Option, type Command } from 'commander';
import { decodePolicy } from '#crypto';
import { explainAlert, findingsOf, policyBytes, timelineWords } from '#policy';
import { policyJsonSchema } from '#policy/source';
import { readPublication } from '#sdk/deployment-files';
import type { CommonOptions } from '../home.js';
import { caseWords, inputFrom, sampleOptions, type SampleOptions } from '../policy-case.js';
import { simulateWeek, simulationWords } from '../policy-week.js';
import { policyWorld, type PolicyWorld, type WorldOptions } from '../policy-world.js';
import { compileText, problemLine, problemsOf, refused, type Compiled } from '../policy.js';
import { CODE_HELP } from '../report-options.js';
import { misuse, print, printJson, readText, say } from '../terminal.js';

interface Opened {
  readonly world: PolicyWorld;
  readonly compiled: Compiled;
}

async function open(file: string, options: WorldOptions, version = 1): Promise<Opened> {
  const world = await policyWorld(options);
  const compiled = compileText(await readText(file), world.known, version);
  // The worker would not believe it, whoever signed.
  const nobodys = world.dutyNames.find((name) => !Object.hasOwn(compiled.policy.delegations.duty, name));
  if (nobodys !== undefined)
    throw misuse(`the policy names nobody who may sign the roster "${nobodys}": it would not count`);
  return { world, compiled };
}

/** Refuses what must not be signed; returns how many warnings people have to weigh. */
function checked({ compiled, world }: Opened, quiet: boolean): number {
  const problems = problemsOf(findingsOf(compiled.policy, world), compiled.locate);
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  if (!quiet)
    warnings.forEach((warning) => {
      say(problemLine(warning));
    });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw refused(errors);
  return warnings.length;
}

async function check(file: string, options: CommonOptions): Promise<void> {
  const opened = await open(file, options);
  const warnings = checked(opened, options.json === true);
  const { routes, plans, tests } = opened.compiled.policy;
  const counts = { routes: routes.length, plans: Object.keys(plans).length, tests: tests.length, warnings };
  if (options.json) printJson(counts);
  else
    print(
      `Good: ${String(counts.routes)} routes, ${String(counts.plans)} plans, ${String(counts.tests)} tests hold, ${String(warnings)} warnings.`,
    );
}

async function explain(file: string, options: SampleOptions & WorldOptions): Promise<void> {
  const { world, compiled } = await open(file, options);
  const input = inputFrom(options, compiled.policy, world);
  const timeline = explainAlert(input);
  const { timeZone } = compiled.policy;
  if (options.json) {
    printJson({
      urgency: input.decision.urgency,
      routes: timeline.routes,
      steps: timeline.steps.map(({ at, told }) => ({ at: at.toISOString(), told })),
      withheld: timeline.withheld,
      endsAt: timeline.endsAt.toISOString(),
    });
    return;
  }
  for (const line of caseWords(input, timeline, timeZone)) print(line);
  for (const line of timelineWords(timeline, world.roster, timeZone)) print(line);
}

interface WeekOptions extends WorldOptions {
  readonly reports: string;
  readonly seed: string;
  readonly from?: string;
}

async function simulation(file: string, options: WeekOptions): Promise<void> {
  const { world, compiled } = await open(file, options);
  const count = whole('reports', options.reports, 5_000);
  const seed = whole('seed', options.seed, 0xffffffff);
  const from = options.from === undefined ? new Date() : new Date(`${options.from}T00:00:00Z`);
  if (Number.isNaN(from.getTime())) throw misuse('--from is a day, such as 2026-03-02');
  const result = simulateWeek(compiled.policy, world, { count, seed, from });
  if (options.json)
    printJson({
      load: Object.fromEntries(result.load),
      waiting: result.waiting,
      uncovered: result.uncovered,
    });
  else for (const line of simulationWords(result, compiled.policy, world)) print(line);
}

function whole(name: string, value: string, max: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw misuse(`--${name} is a whole number from 1 to ${String(max)}`);
  return number;
}

async function compile(file: string, options: CommonOptions): Promise<void> {
  const before = await policyWorld(options).then(({ storage }) => readPublication(storage));
  const version = decodePolicy(before.policy).version + 1;
  const opened = await open(file, options, version);
  checked(opened, options.json === true);
  await opened.world.storage.put('publication/policy.json', policyBytes(opened.compiled.policy));
  if (options.json) printJson({ version });
  else
    print(
      `Policy version ${String(version)} lies in the folder. It is in force once it is signed and published: amparo directory sign, then amparo directory publish`,
    );
}

export function addPolicyCommands(program: Command): void {
  const policy = program
    .command('policy')
    .description('who is told of a report, when, and who if nobody answers');
  policy
    .command('check <file>')
    .description('read it, run its own tests, and name what nobody can have meant, by line')
    .addHelpText('after', '\nExample\n  amparo policy check my-policy.yaml --state ./deployment\n')
    .action(async (file: string, _: unknown, command: Command) => check(file, command.optsWithGlobals()));
  const duty = () =>
    new Option('--duty <file...>', 'who is on call by these files, as `duty set` takes them');
  sampleOptions(policy.command('explain <file>').addOption(duty()))
    .description('what would follow from a report, with clock times and names, and who is not told and why')
    .addHelpText(
      'after',
      `${CODE_HELP}
Example
  amparo policy explain my-policy.yaml --act THR_DEATH --imminence now --department 25 --need CS_LEGAL --consent T2 --at "2026-03-02 23:30"
`,
    )
    .action(async (file: string, _: unknown, command: Command) => explain(file, command.optsWithGlobals()));
  policy
    .command('simulate <file>')
    .description(
      'a week of invented reports: pages and nights for each person, how long reports wait, who is missing',
    )
    .option('--reports <n>', 'how many', '200')
    .addOption(new Option('--seed <n>', 'the same seed invents the same week').default('1'))
    .option('--from <day>', 'the first day, such as 2026-03-02 (default: today)')
    .addOption(duty())
    .addHelpText(
      'after',
      '\nExample\n  amparo policy simulate my-policy.yaml --duty triage.yaml --duty safeguarding.yaml --state ./deployment\n',
    )
    .action(async (file: string, _: unknown, command: Command) =>
      simulation(file, command.optsWithGlobals()),
    );
  policy
    .command('compile <file>')
    .description('check it and put it into a deployment folder, with ids instead of names, to be signed')
    .action(async (file: string, _: unknown, command: Command) => compile(file, command.optsWithGlobals()));
  policy
    .command('schema')
    .description('the JSON Schema by which editors complete a policy file')
    .action(() => {
      process.stdout.write(policyJsonSchema());
    });
}
