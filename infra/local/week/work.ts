/**
 * What people do with a week's reports, a little of it: allies open notices and take or decline them, coordinators claim,
 * open and answer. Through the same doors as the story; drawn by the week's own seed.
 */
import type { Random } from '../generator/random.js';
import type { SignedInPerson } from '../demo.js';
import { good } from '../play.js';
import { createDesk, createInbox, type InboxNotice, type QueueEntry } from '#sdk/member';

export interface WorkDone {
  readonly noticesOpened: number;
  readonly accepted: number;
  readonly declined: number;
  readonly claimed: number;
  readonly reportsOpened: number;
  readonly answered: number;
}

const NOTICES_EACH = 30;
const CLAIMS_EACH = 12;

const ANSWERS = [
  'La recibimos. Mañana alguien de confianza estará en el puerto; vaya solo si es seguro.',
  'Gracias por avisar. Hablamos con la abogada; le escribimos por aquí antes del viernes.',
  'Ya sabíamos una parte, y lo que usted cuenta ayuda. No se expongan a tomar más fotos.',
  'Hay lugar para la familia. Dígannos por este mismo buzón cuándo pueden salir.',
];

async function answerNotice(
  random: Random,
  person: SignedInPerson,
  notice: InboxNotice,
): Promise<'accepted' | 'declined' | null> {
  const inbox = createInbox(person.session, person.verified);
  good('opening a notice', await inbox.markOpened(notice.id));
  const decision = random.weighted([
    ['ACCEPT', 45],
    ['DECLINE', 20],
    [null, 35],
  ] as const);
  if (decision === null) return null;
  const outcome = await inbox.acknowledge(notice, decision, { at: new Date() });
  // A colleague may have been quicker: that is a good answer too.
  if (!outcome.ok && outcome.reason !== 'refused') good('answering a notice', outcome);
  if (!outcome.ok) return null;
  return decision === 'ACCEPT' ? 'accepted' : 'declined';
}

async function workAsAlly(random: Random, person: SignedInPerson): Promise<Partial<WorkDone>> {
  const inbox = createInbox(person.session, person.verified);
  const { notices } = good('looking at an inbox', await inbox.list({ first: 100 }));
  const readable = notices.filter(({ body, state }) => body !== null && state !== 'ACKNOWLEDGED');
  const tally = { noticesOpened: 0, accepted: 0, declined: 0 };
  for (const notice of random.some(readable, Math.min(NOTICES_EACH, Math.ceil(readable.length * 0.6)))) {
    const answered = await answerNotice(random, person, notice);
    tally.noticesOpened += 1;
    if (answered) tally[answered] += 1;
  }
  return tally;
}

async function workAsCoordinator(
  random: Random,
  person: SignedInPerson,
  entries: readonly QueueEntry[],
): Promise<Partial<WorkDone>> {
  const desk = createDesk(person.session, person.work, person.verified);
  const tally = { claimed: 0, reportsOpened: 0, answered: 0 };
  for (const { reportId, version } of entries.slice(0, CLAIMS_EACH)) {
    const claim = await desk.claim(reportId, version);
    if (!claim.ok) continue;
    tally.claimed += 1;
    if (!random.chance(0.8)) continue;
    const opened = await desk.open(reportId);
    if (!opened.ok) continue;
    tally.reportsOpened += 1;
    if (!random.chance(0.6)) continue;
    if ((await desk.answer(opened.report, { text: random.pick(ANSWERS) })).ok) tally.answered += 1;
  }
  return tally;
}

/** At most a quarter of what waits is claimed: a real queue is never empty. */
export async function workALittle(
  random: Random,
  desk: readonly SignedInPerson[],
  allies: readonly SignedInPerson[],
  queue: readonly QueueEntry[],
): Promise<WorkDone> {
  const done: WorkDone[] = [];
  const none: WorkDone = {
    noticesOpened: 0,
    accepted: 0,
    declined: 0,
    claimed: 0,
    reportsOpened: 0,
    answered: 0,
  };
  for (const ally of allies) done.push({ ...none, ...(await workAsAlly(random, ally)) });
  const free = queue.filter(({ state, unsorted }) => state === 'WAITING' && !unsorted);
  const taken = random.some(free, Math.ceil(free.length / 4));
  for (const [at, person] of desk.entries()) {
    const mine = taken.filter((_, place) => place % desk.length === at);
    done.push({ ...none, ...(await workAsCoordinator(random, person, mine)) });
  }
  const sum = (of: keyof WorkDone): number => done.reduce((total, one) => total + one[of], 0);
  return {
    noticesOpened: sum('noticesOpened'),
    accepted: sum('accepted'),
    declined: sum('declined'),
    claimed: sum('claimed'),
    reportsOpened: sum('reportsOpened'),
    answered: sum('answered'),
  };
}
