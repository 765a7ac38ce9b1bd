/** `cover once`, `cover run`: what the safeguarding desk's client does so that a real report does not stand alone. */
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { createOutbox, memoryStorage, sealReport } from '#sdk';
import {
  coverDraft,
  createInbox,
  drawSizeClass,
  realChance,
  runCovers,
  tendCover,
  waitingCovers,
  type CoverActs,
} from '#sdk/member';
import { solveWork } from '#sdk/solve-work';
import { batchSecondsOf, checkPolicy, type Policy } from '#policy';
import type { CommonOptions } from '../home.js';
import { keepSigningIn, type Signed } from '../sign-in.js';
import { misuse, printJson, refuse, say } from '../terminal.js';

interface RunOptions extends CommonOptions {
  readonly perDay: string;
  readonly for: string;
}

const HOUR_MS = 3_600_000;

/** Sealed and sent without a session, as a reporter's phone does. */
async function makeOne({ connection, verified, atDesk }: Signed): Promise<boolean> {
  const { directory } = verified;
  const seen = await atDesk((desk) => desk.unsorted());
  if (!seen.ok) return false;
  const outcome = await sealReport(
    coverDraft(new Date(), drawSizeClass(seen.sizeClasses, realChance)),
    directory,
  );
  if (!outcome.ok) return false;
  const open = directory.channels.filter(({ signKey, revoked }) => !signKey && revoked === null);
  const channel = open[Math.floor(realChance() * open.length)];
  const outbox = createOutbox({
    storage: memoryStorage(),
    transport: connection.transport,
    sleep: (ms) => setTimeout(ms),
    // As a reporter's page does: whoever only ever waits would be known by it.
    solve: (challenge) => solveWork(challenge),
    ...(channel
      ? { channel: { deployment: directory.deployment, id: channel.id, signSecretKey: null } }
      : {}),
  });
  const { envelope, digest } = outcome.sealed;
  return (await outbox.keep(envelope)).ok && (await outbox.send(digest, directory.servers.accept)).ok;
}

function actsOf(signed: Signed): CoverActs {
  return {
    make: () => makeOne(signed),
    waiting: () => signed.atDesk((desk) => waitingCovers(desk)),
    tend: (reportId) =>
      signed.atDesk((desk, { session, verified }) =>
        tendCover(desk, createInbox(session, verified), reportId, new Date()),
      ),
  };
}

function policyOf({ verified }: Signed): Policy {
  const checked = checkPolicy(verified.policy);
  if (!checked.ok) throw refuse('malformed', 'This version does not understand the signed policy.');
  return checked.policy;
}

async function cover(options: CommonOptions, perDay: number | null, hours: number): Promise<void> {
  const signed = await keepSigningIn(options);
  const isGuardian = await signed.atDesk((_desk, { work }) =>
    Promise.resolve(work.desks.some(({ desk, retired }) => desk === 'safeguarding' && !retired)),
  );
  if (!isGuardian) throw refuse('not-available', 'Only the safeguarding desk makes cover reports.');
  const policy = policyOf(signed);
  const answers = [policy.unsorted, ...(policy.unsorted.channels ?? [])].map(({ ackSeconds }) => ackSeconds);
  const done = await runCovers(actsOf(signed), {
    perDay,
    until: new Date(Date.now() + hours * HOUR_MS),
    batchMs: batchSecondsOf(policy) * 1000,
    answerMs: Math.min(...answers) * 1000,
    clock: () => new Date(),
    chance: realChance,
    sleep: (ms) => setTimeout(ms),
  });
  // How many, or when, would tell whoever finds this screen which of the reports are real.
  if (done.made === 0 && perDay === null) throw refuse('unreachable', 'Nothing was sent.');
  if (options.json) printJson({ ended: true });
  else say('Ended.');
}

function numberIn(name: string, value: string, max: number): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0 || number > max)
    throw misuse(`--${name} is a number above 0, at most ${String(max)}`);
  return number;
}

export function addCoverCommands(program: Command): void {
  const covers = program
    .command('cover')
    .description('reports that only your desk can tell from real ones (safeguarding desk)');
  covers
    .command('once')
    .description('send one now, and stay until it is answered: at most as long as any report may wait')
    .action(async (_: unknown, command: Command) => cover(command.optsWithGlobals(), null, 1));
  covers
    .command('run')
    .description('send some at random times, and answer them and those of colleagues at random times')
    .requiredOption('--per-day <n>', 'how many a day on average, at most 48')
    .requiredOption('--for <hours>', 'for how long, at most 168')
    .addHelpText('after', '\nExample\n  amparo cover run --per-day 3 --for 24 --as ines\n')
    .action(async (_: unknown, command: Command) => {
      const options: RunOptions = command.optsWithGlobals();
      await cover(options, numberIn('per-day', options.perDay, 48), numberIn('for', options.for, 168));
    });
}
