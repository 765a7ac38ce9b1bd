/**
 * What must be left of chaos once it has ended: nothing. What is unanswered is shown until somebody takes it; no work lies in the
 * outbox; the auditor finds nothing any more; the sign of life goes out again.
 */
import { decodeEnvelope, toHex } from '#crypto';
import { type Desk, findings } from '#sdk/member';
import type { HeartbeatServer } from '../heartbeats.js';
import { until, type World } from '../world.js';
import type { Responders } from './responders.js';

const WELL_MS = 90_000;

/** T0 of the reports that the desk sees waiting for somebody. */
export async function waitingAtDesk(desk: Desk): Promise<ReadonlySet<string>> {
  const shown = new Set<string>();
  for (const { reportId, state } of await queueOf(desk)) {
    const opened = await desk.open(reportId);
    const decoded = opened.ok ? decodeEnvelope(opened.report.envelope) : null;
    if (decoded?.ok && state === 'WAITING') shown.add(toHex(decoded.envelope.T0));
  }
  return shown;
}

async function queueOf(desk: Desk) {
  const entries = [];
  let after: string | null = null;
  do {
    const listed = await desk.queue({ first: 100, ...(after === null ? {} : { after }) });
    if (!listed.ok) throw new Error('the queue did not answer');
    entries.push(...listed.page.entries);
    after = listed.page.next;
  } while (after !== null);
  return entries;
}

/** Sentences about what is still wrong; none when all is well. */
export async function untilWell(
  world: World,
  people: Responders,
  outside: HeartbeatServer,
): Promise<readonly string[]> {
  const { desk, session } = people.colleague('rosa');
  const open = async () => {
    const outcome = await findings(session);
    return outcome.ok ? outcome.findings.open.map(({ kind }) => kind) : ['the api does not answer'];
  };
  const wrong: string[] = [];
  const expectWithin = async (otherwise: string, is: () => Promise<boolean>): Promise<void> => {
    await until(otherwise, async () => (await is()) || null, WELL_MS).catch(() => wrong.push(otherwise));
  };
  const answered = new Set(people.acceptances.map(({ alert }) => alert));
  if ((await people.told()).some(({ alert }) => !answered.has(alert)))
    await expectWithin('alerts ended unanswered, and no finding says so', async () =>
      (await open()).includes('alerts-unanswered'),
    );
  for (const { reportId, version } of await queueOf(desk)) await desk.claim(reportId, version);
  // Whatever time a wrong clock gave it: of ladders that have ended, and of what was due, nothing may wait for another day.
  await expectWithin('work was left in the outbox', async () => (await world.count(LEFT)) === 0);
  await expectWithin('something is found wrong', async () => (await open()).length === 0);
  if (wrong.length > 0) wrong.push(`found: ${(await open()).join(', ')}`, ...(await world.unfinished(LEFT)));
  const before = outside.beats.length;
  await expectWithin('the heartbeat did not come back', () =>
    Promise.resolve(outside.beats.length > before + 1),
  );
  return wrong;
}

/** The auditor's errands come and go. */
const LEFT = `outbox where done_at is null and kind <> 'probe'
  and (kind in ('triage', 'escalate', 'compare') or due_at < now())`;
