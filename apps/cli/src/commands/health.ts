/** `health`: whether everything that must run does, in plain words, and what to do next. Exit code 1 when something is wrong. */
import type { Command } from 'commander';
import { FINDING_KINDS, type FindingKind } from '#findings/domain';
import { findings, type PlatformFindings } from '#sdk/member';
import { explainCall } from '../explain.js';
import type { CommonOptions } from '../home.js';
import { inSession } from '../sign-in.js';
import { EXIT, print, printJson, Stop } from '../terminal.js';

type Finding = PlatformFindings['open'][number];

const isWell = ({ isWatched, open }: PlatformFindings): boolean =>
  isWatched && open.every(({ severity }) => severity !== 'wrong');

function say({ kind, severity, count, since }: Finding): void {
  const words = Object.hasOwn(FINDING_KINDS, kind) ? FINDING_KINDS[kind as FindingKind].en : null;
  const many = count > 1 ? ` (${count >= 1_000 ? 'a thousand or more' : String(count)})` : '';
  print(`${severity === 'wrong' ? 'WRONG' : 'soon '}  ${words?.means ?? kind}${many}`);
  print(`       since ${since.toISOString().slice(0, 16).replace('T', ' ')} UTC`);
  print(`       ${words?.next ?? 'This program is older than the server: update it to read what to do.'}`);
}

async function health(options: CommonOptions): Promise<void> {
  const outcome = await inSession(options, ({ session }) => findings(session));
  if (!outcome.ok) throw explainCall(outcome.failure);
  const { isWatched, open } = outcome.findings;
  const ok = isWell(outcome.findings);
  if (options.json) printJson({ ok, isWatched, findings: open });
  else {
    if (!isWatched) {
      print('WRONG  The auditor gives no sign of life: nobody watches, and what is listed here may be old.');
      print('       Start it again, and read the last lines of its log.');
    }
    for (const finding of open) say(finding);
    if (isWatched && open.length === 0) print('All is well: everything that must run does, and is watched.');
  }
  if (!ok) throw new Stop(EXIT.refused, 'Something is wrong.', 'wrong', true);
}

export function addHealthCommand(program: Command): void {
  program
    .command('health')
    .description('whether everything that must run does, and what to do next; exit code 1 when it does not')
    .addHelpText('after', '\nExample\n  amparo health --as rosa\n')
    .action(async (_: unknown, command: Command) => health(command.optsWithGlobals()));
}
