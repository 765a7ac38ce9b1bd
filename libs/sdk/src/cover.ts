/**
 * Cover reports (THREAT-MODEL.md, promise 5). A safeguarding report that comes alone is seen to have come: the safeguarding desk
 * therefore seals reports of its own at random times, through the public channel like anybody, and answers them like any other.
 * Outside the desk nobody can tell one from a real one. Waits are exponential, so that the last one says nothing of the next.
 */
import { decodeEnvelope, equalBytes, formatTime, randomBytes, type SizeClass } from '#crypto';
import type { Inbox } from './ally.js';
import type { Desk } from './desk.js';
import type { ReportDraft } from './seal-report.js';

/** A fresh number between 0 and 1, never either. */
export type Chance = () => number;

export const realChance: Chance = () =>
  (randomBytes(6).reduce((sum, byte) => sum * 256 + byte, 0) + 0.5) / 2 ** 48;

const DAY_MS = 86_400_000;

export const drawWait = (perDay: number, chance: Chance): number => (-Math.log(chance()) * DAY_MS) / perDay;

/** Most reports are short. Counts as much as sixteen reports that were seen, so that covers never run after one another's sizes. */
const BEFORE_ANY = [12, 2.5, 1, 0.5] as const;

/** Sizes as the unsorted reports that wait now have them: the only ones that whoever watches could compare with. */
export function drawSizeClass(seen: readonly number[], chance: Chance): SizeClass {
  const weights = BEFORE_ANY.map((weight, at) => weight + (seen[at] ?? 0));
  let left = chance() * weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = weights.findIndex((weight) => (left -= weight) < 0);
  return Math.max(0, drawn) as SizeClass;
}

/** When a person would have come to it: mostly soon, sometimes late, always before it is due. */
export function drawTending(now: Date, dueAt: Date, chance: Chance): Date {
  const left = Math.max(0, dueAt.getTime() - now.getTime());
  return new Date(now.getTime() + Math.min(-Math.log(chance()) * (left / 4), left * 0.8));
}

export function coverDraft(now: Date, sizeClass: SizeClass): ReportDraft {
  return {
    mode: 'safeguarding',
    routing: {
      acts: ['SEX_HARASS'],
      imminence: 'unknown',
      urgency: null,
      department: null,
      targets: [],
      sector: [],
      perpetrators: [],
      needs: [],
      language: 'spa',
      consent: { tiers: [], named: [] },
      exclusions: [],
      raisers: [],
    },
    narrative: {
      text: 'Reporte de cobertura: nadie está en peligro. / Cover report: nobody is in danger. / Relato de cobertura.',
      cover: true,
      occurredAt: null,
      recordedAt: formatTime(now),
      place: null,
      who: null,
      exclusionsFreeText: null,
      sourceConnection: 'self',
    },
    identity: null,
    wordsLanguage: 'es',
    sizeClass,
  };
}

const MAX_PAGES = 20;

export interface WaitingCover {
  readonly reportId: string;
  readonly version: number;
  /** Its batch. */
  readonly since: Date;
}

/** Covers that nobody holds, whoever of the desk made them; null when the server did not answer. */
export async function waitingCovers(desk: Desk): Promise<readonly WaitingCover[] | null> {
  const found: WaitingCover[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await desk.queue({ first: 100, ...(after === undefined ? {} : { after }) });
    if (!answer.ok) return null;
    for (const { reportId, version, queuedAt, state, opens } of answer.page.entries)
      if (opens?.cover && state === 'WAITING') found.push({ reportId, version, since: queuedAt });
    if (answer.page.next === null) break;
    after = answer.page.next;
  }
  return found;
}

/**
 * Claims it and answers its page, as with a real one; once it is answered and has come back because the claim ran out, closes
 * it. False when something did not answer; it is safe to try again.
 */
export async function tendCover(desk: Desk, inbox: Inbox, reportId: string, now: Date): Promise<boolean> {
  const waiting = await waitingCovers(desk);
  if (!waiting) return false;
  const cover = waiting.find((one) => one.reportId === reportId);
  // A colleague was quicker.
  if (!cover) return true;
  const opened = await desk.open(reportId);
  if (!opened.ok || opened.report.narrative.cover !== true) return false;
  const envelope = decodeEnvelope(opened.report.envelope);
  const listed = await inbox.list({ first: 100 });
  if (!envelope.ok || !listed.ok) return false;
  const { T0 } = envelope.envelope;
  const notice = listed.notices.find(({ t0 }) => t0 && equalBytes(t0, T0));
  const claimed = await desk.claim(reportId, cover.version);
  if (!claimed.ok) return claimed.reason === 'already-claimed';
  if (!notice) return true;
  if (notice.alertState === 'accepted') return (await desk.close(reportId, claimed.version, 'RECORDED')).ok;
  await inbox.markOpened(notice.id);
  return (await inbox.acknowledge(notice, 'ACCEPT', { at: now })).ok;
}
