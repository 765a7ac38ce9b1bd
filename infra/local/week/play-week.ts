/**
 * `npm start -- --reports N`: after the story, a week of invented reports through the real path, and then the queue as a
 * coordinator finds it. Nothing is written past the api: every report is sealed here, every act is somebody's own.
 */
import { createDesk } from '#sdk/member';
import { memoryStorage } from '#sdk';
import { signInAs, type SignedInPerson } from '../demo.js';
import { seeded } from '../generator/random.js';
import { generateReports } from '../generator/reports.js';
import { figure } from '../narrate.js';
import { pause, Play, type Stage } from '../play.js';
import {
  countQueue,
  deskOf,
  describe,
  mostUrgent,
  opensUnsorted,
  wholeQueue,
  type Counts,
} from './queue-view.js';
import { namedOrExcluded, sendAll } from './send.js';
import { workALittle, type WorkDone } from './work.js';

export interface WeekFigures {
  readonly reports: number;
  readonly seed: number;
  readonly acceptedMs: number;
  readonly reportsPerSecond: number;
  /** From the first report sent to the last one in the queue. */
  readonly queuedMs: number;
  readonly queue: readonly Counts[];
  readonly quarantined: number;
  readonly unsortedOpenedByDesk: number;
  readonly work: WorkDone;
}

/** Triage goes on beside sending; what is left after it is given this long for each report, and never less than the story. */
const TRIAGE_MS_EACH = 250;

async function signInAll(stage: Stage, handles: readonly string[]): Promise<SignedInPerson[]> {
  const people: SignedInPerson[] = [];
  for (const handle of handles) {
    people.push(await signInAs(stage.world, handle, stage.transport, memoryStorage()));
  }
  return people;
}

/** A start that was stopped in the middle of a week left accepted reports: they come before the story's, as in life. */
export async function finishBacklog(stage: Stage): Promise<void> {
  const { narrator, server } = stage;
  const left = await server.untriaged();
  if (left === 0) return;
  const play = new Play({ ...stage, patienceMs: stage.patienceMs + left * TRIAGE_MS_EACH });
  await play.until(`The triage of ${figure(left)} reports of an earlier start`, 'worker', async () => {
    const still = await server.untriaged();
    narrator.meter(`triaged of an earlier start: ${figure(Math.max(0, left - still))} of ${figure(left)}`);
    if (still === 0) return true;
    await pause(200);
    return null;
  });
  narrator.meterEnd();
}

async function untilQueued(stage: Stage, digests: readonly Uint8Array[]): Promise<void> {
  const { narrator, server } = stage;
  const patienceMs = stage.patienceMs + digests.length * TRIAGE_MS_EACH;
  const play = new Play({ ...stage, patienceMs });
  await play.until(`The triage of all ${figure(digests.length)} reports`, 'worker', async () => {
    const queued = await server.queued(digests, new Date());
    narrator.meter(`triaged: ${figure(queued)} of ${figure(digests.length)}`);
    if (queued >= digests.length) return true;
    await pause(200);
    return null;
  });
  narrator.meterEnd();
}

function printQueue({ narrator }: Stage, counts: readonly Counts[]): void {
  const shown = (count: number): string => (count === 0 ? '·' : figure(count));
  narrator.table(
    ['', 'waiting', 'claimed', 'taken', 'closed', 'all'],
    counts.map(({ level, states, all }) => [
      level,
      shown(states.WAITING),
      shown(states.CLAIMED),
      shown(states.TAKEN),
      shown(states.CLOSED),
      shown(all),
    ]),
  );
}

export async function playWeek(stage: Stage, count: number): Promise<WeekFigures> {
  const { narrator, transport, server } = stage;
  const [rosa, mateo, ...allies] = await signInAll(stage, ['rosa', 'mateo', 'luz', 'tomas', 'carmen']);
  if (!rosa || !mateo) throw new RangeError('the desk is empty');
  const { directory } = rosa.verified;
  // What is there already decides the seed: the first week is the same on every machine, the next start brings the next one.
  const seed = 1 + (await server.held());
  const organisations = namedOrExcluded(directory);
  const reports = generateReports({ seed, count, now: new Date(), organisations });

  narrator.section(`A week of invented reports: ${figure(count)} (seed ${String(seed)})`);
  const began = performance.now();
  const digests = await sendAll(reports, directory, transport, (sent) => {
    narrator.meter(`sealed and accepted: ${figure(sent)} of ${figure(count)}`);
  });
  narrator.meterEnd();
  const acceptedMs = performance.now() - began;
  await untilQueued(stage, digests);
  const queuedMs = performance.now() - began;
  const perSecond = (count * 1000) / queuedMs;
  narrator.paragraph(
    `Sealed, accepted with a verified receipt and in the queue: ${figure(count)} after ${(queuedMs / 1000).toFixed(1)} s: ${perSecond.toFixed(1)} a second, with sealing on this machine too.`,
  );

  const random = seeded(seed);
  const work = await workALittle(random, [rosa, mateo], allies, await wholeQueue(deskOf(rosa)));
  narrator.paragraph(
    `People worked a little. Notices: ${figure(work.noticesOpened)} opened, ${figure(work.accepted)} accepted, ${figure(work.declined)} declined. Reports: ${figure(work.claimed)} claimed, ${figure(work.reportsOpened)} opened, ${figure(work.answered)} answered.`,
  );

  const desk = createDesk(rosa.session, rosa.work, rosa.verified);
  const entries = await wholeQueue(desk);
  const queue = countQueue(entries);
  narrator.section(`The queue as Rosa sees it (reports: ${figure(entries.length)})`);
  printQueue(stage, queue);
  const quarantined = entries.filter(({ quarantine }) => quarantine !== null).length;
  const unsorted = await opensUnsorted(desk, entries);
  narrator.blank();
  narrator.paragraph(
    `Of the unsorted ones Rosa’s keys open ${figure(unsorted.opened)} of ${figure(unsorted.tried)} that she tried; the others are another desk’s. ${figure(quarantined)} came by a way that the directory does not list: accepted, marked, and looked at by a person.`,
  );
  narrator.section('The ten most urgent, opened with Rosa’s keys (times in UTC)');
  const lines: string[][] = [];
  for (const entry of mostUrgent(entries, 10)) lines.push(await describe(desk, entry));
  narrator.table(['', 'answer by', 'act by', 'state', 'where', 'what'], lines, 'left');

  await Promise.all([rosa, mateo, ...allies].map(({ session }) => session.end()));
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    reports: count,
    seed,
    acceptedMs: round(acceptedMs),
    reportsPerSecond: round(perSecond),
    queuedMs: round(queuedMs),
    queue,
    quarantined,
    unsortedOpenedByDesk: unsorted.opened,
    work,
  };
}
