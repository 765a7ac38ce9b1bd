/**
 * One report, played through the public interfaces of running processes, step by step: who sees what, and how long it took.
 * Nothing is simulated. The reporter, the coordinator and the ally use the sdk as their own devices would; the webhook
 * arrives at a real receiver; the bytes "at the server" are read from its database.
 *
 * Every wait is bounded and names what did not happen, so that a worker that is stopped ends the story with a sentence.
 */
import { toHex } from '#crypto';
import { createOutbox, memoryStorage, openDirectory, sealReport, visitMailbox } from '#sdk';
import { createDesk, createInbox, type InboxNotice, type OpenedReport, type QueueEntry } from '#sdk/member';
import { labelOf, LISTS, territoryName } from '#vocabulary';
import { signInAs, type SignedInPerson } from './demo.js';
import { figure, type Narrator } from './narrate.js';
import { failed, good, pause, Play, type Stage } from './play.js';
import { ANSWER, draft, TEXT } from './story-report.js';

export interface StoryFigures {
  readonly acceptedMs: number;
  readonly triagedMs: number;
  readonly alertDeliveredMs: number;
  readonly acknowledgedMs: number;
  readonly openedMs: number;
  readonly replyReadMs: number;
  readonly envelopeBytes: number;
}

async function queueEntry(person: SignedInPerson, reportId: string): Promise<QueueEntry | null> {
  const desk = createDesk(person.session, person.work, person.verified);
  let after: string | undefined;
  for (let page = 0; page < 20; page += 1) {
    const answer = good(
      'looking at the queue',
      await desk.queue({ first: 100, ...(after === undefined ? {} : { after }) }),
    );
    const found = answer.page.entries.find((entry) => entry.reportId === reportId);
    if (found || answer.page.next === null) return found ?? null;
    after = answer.page.next;
  }
  return null;
}

async function noticeFor(person: SignedInPerson, alertId: string): Promise<InboxNotice | null> {
  const inbox = createInbox(person.session, person.verified);
  const { notices } = good('looking at the inbox', await inbox.list({ first: 100 }));
  return notices.find(({ body }) => body?.alertId === alertId) ?? null;
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

function showReasons(narrator: Narrator, { reasons }: OpenedReport): void {
  if (!reasons) return;
  const raised = reasons.raised.map(
    ({ raiser, from, to }) => `${labelOf(LISTS.raisers, raiser, 'en')} (${from} to ${to})`,
  );
  const causes = reasons.reasons.map(({ because }) => because);
  narrator.sees(
    'the note',
    `${reasons.urgency ?? 'unsorted'} because of ${list(causes)}${raised.length > 0 ? `; raised by ${list(raised)}` : ''}`,
  );
}

/** Everybody is signed in before the clock starts: people sit at their desks, and Argon2id is not part of the report's way. */
export async function playStory(stage: Stage): Promise<StoryFigures> {
  const { world, transport, narrator, server, receiver } = stage;
  narrator.progress('Rosa (desk), Mateo (desk) and Luz (ally) unlock their keyrings and sign in …');
  const rosa = await signInAs(world, 'rosa', transport, memoryStorage());
  const mateo = await signInAs(world, 'mateo', transport, memoryStorage());
  const luz = await signInAs(world, 'luz', transport, memoryStorage());
  const nameOf = (memberId: string): string =>
    world.people.find((one) => one.memberId === memberId)?.handle ?? 'somebody';

  const play = new Play(stage);

  // 1 — sealed
  const opened = good(
    'verifying the directory',
    await openDirectory({ transport, pin: world.pin, storage: memoryStorage(), now: new Date() }),
  );
  const { directory } = opened.directory;
  const municipality = directory.organisations.find(({ name }) => name.startsWith('Municipalidad'));
  const written = draft(municipality?.id ?? '');
  const { sealed } = good('sealing', await sealReport(written, directory));
  play.step(1, 'A radio operator seals a report on her own device');
  narrator.quote('she writes', TEXT.trim());
  narrator.sees(
    'codes',
    `${written.routing.acts.join(', ')} · now · ${territoryName('25')} · needs ${written.routing.needs.join(', ')} · allies may be told (T2) · never the municipality`,
  );
  narrator.sees(
    'sealed',
    `${figure(sealed.envelope.length)} bytes for ${figure(Buffer.byteLength(TEXT))} bytes of text: every short report has this size, named or not`,
  );
  narrator.bytes('leaves as', sealed.envelope.subarray(0, 48), 2);
  narrator.sees(
    'she keeps',
    `twelve words: ${sealed.words.slice(0, 3).join(' ')} … (nine more, shown once, stored nowhere)`,
  );
  play.mark();

  // 2 — accepted
  const outbox = createOutbox({
    storage: memoryStorage(),
    transport,
    sleep: pause,
    channel: {
      deployment: directory.deployment,
      id: directory.channels.find(({ assurance }) => assurance === 'E2EE_APP')?.id ?? '',
      signSecretKey: null,
    },
  });
  const sending = performance.now();
  good('keeping the report', await outbox.keep(sealed.envelope));
  const sent = good('sending', await outbox.send(sealed.digest, directory.servers.accept));
  const acceptedMs = performance.now() - sending;
  const alertedSince = (at: number): number => at - sending;
  play.step(2, 'The api accepts it with a signed receipt');
  narrator.sees('the api', 'checks the outer form and stores the bytes; it holds no key that opens anything');
  narrator.sees(
    'receipt',
    `over digest ${toHex(sealed.digest.subarray(0, 8))}…, hour ${sent.hour.toISOString().slice(0, 13)}:00; verified with the accept key of the directory`,
  );
  narrator.sees(
    'her device',
    'erases the sealed copy now that the receipt is proven; it never stored the text',
  );
  play.mark();

  // 3 — triaged
  const held = await play.until('Storing the report', 'api', () => server.envelope(sealed.digest));
  const entry = await play.until('Triage of the accepted report', 'worker', () =>
    queueEntry(rosa, held.reportId),
  );
  const triagedMs = alertedSince(performance.now());
  play.step(3, 'The worker triages it');
  narrator.sees('the worker', 'opens the codes and nothing else; the text stays sealed to the desk');
  narrator.sees(
    'in clear',
    `urgency U${String(entry.urgency ?? '?')}, desk ${entry.desk}, a person must answer by ${entry.ackDueAt.toISOString().slice(11, 16)} UTC, act by ${entry.actionDueAt.toISOString().slice(11, 16)}`,
  );
  play.mark();

  // 4 — desk paged
  const alert = await play.until('The alert of the report', 'worker', () => server.alertOf(held.reportId));
  const paged = await play.until('Paging the desk', 'worker', () => noticeFor(rosa, alert.alertId));
  const pagedToo = await play.until('Paging the desk', 'worker', () => noticeFor(mateo, alert.alertId));
  for (const { id } of [paged, pagedToo])
    await play.until('Ringing the desk', 'worker', () => Promise.resolve(receiver.received(id)));
  play.step(4, 'Whoever is on call at the desk is paged');
  narrator.sees(
    'on call',
    'rosa and mateo, by the duty roster that rosa signed; their webhooks ring, and say only that there is something to read',
  );
  narrator.sees(
    'rosa, mateo',
    `a notice each, sealed to their own key: ${paged.body?.urgency ?? ''}, ${paged.body?.department ? territoryName(paged.body.department) : ''}, answer by ${paged.body?.deadline.slice(11, 16) ?? ''}`,
  );
  narrator.sees(
    'the server',
    `holds ${figure(paged.sealed.length)} and ${figure(pagedToo.sealed.length)} bytes it cannot open, for two random ids`,
  );
  play.mark();

  // 5 — the ally's webhook
  const notice = await play.until('The ally’s notice', 'worker', () => noticeFor(luz, alert.alertId));
  const ring = await play.until('The ally’s webhook', 'worker', () =>
    Promise.resolve(receiver.received(notice.id)),
  );
  const alertDeliveredMs = alertedSince(ring.at);
  good('marking the notice as opened', await createInbox(luz.session, luz.verified).markOpened(notice.id));
  play.step(5, 'The ally’s doorbell rings, and Luz opens the notice');
  narrator.quote('the webhook', ring.body);
  narrator.sees(
    'signature',
    'Standard Webhooks v1a, verified by the receiver; the body says only that there is something to read',
  );
  const needs = (notice.body?.needs ?? []).map((code) => labelOf(LISTS.needs, code, 'en'));
  narrator.sees(
    'luz reads',
    `${notice.body?.urgency ?? ''} in ${notice.body?.department ? territoryName(notice.body.department) : ''}; needs ${list(needs).toLowerCase()}; call ${notice.body?.callback ?? ''}. No name, no text.`,
  );
  const told = await server.alertOf(held.reportId);
  const toldNames = [...new Set((told?.notified ?? []).map(nameOf))].sort();
  narrator.sees('told', `${list(toldNames)}; the municipality is excluded and received nothing`);
  play.mark();

  // 6 — acknowledged
  good(
    'acknowledging',
    await createInbox(luz.session, luz.verified).acknowledge(notice, 'ACCEPT', { at: new Date() }),
  );
  const acknowledgedMs = alertedSince(performance.now());
  const after = await play.until('The end of the escalation', 'api', async () => {
    const seen = await noticeFor(rosa, alert.alertId);
    return seen && seen.alertState !== paged.alertState ? seen : null;
  });
  play.step(6, 'Luz accepts with her signature');
  narrator.sees(
    'signed',
    'alert, notice, step and decision, with her own key: nobody can forge it, nor she deny it',
  );
  narrator.sees('escalation', `stops; rosa sees the alert as "${after.alertState.toLowerCase()}"`);
  play.mark();

  // 7 — opened
  const desk = createDesk(rosa.session, rosa.work, rosa.verified);
  const current = (await queueEntry(rosa, held.reportId)) ?? entry;
  good('claiming', await desk.claim(held.reportId, current.version));
  const { report } = good('opening', await desk.open(held.reportId));
  const openedMs = alertedSince(performance.now());
  if (report.narrative.text !== TEXT) throw failed('opening', 'the text is not what was written');
  play.step(7, 'Rosa claims the report and opens it on her device');
  narrator.bytes('the server', held.bytes.subarray(5_300, 5_300 + 72), 3);
  narrator.quote('rosa reads', report.narrative.text.trim());
  narrator.sees(
    'equal',
    `${figure(Buffer.byteLength(TEXT))} of ${figure(Buffer.byteLength(report.narrative.text))} bytes; at the server ${longestShared(TEXT, held.bytes)} of them in a row, which is chance`,
  );
  showReasons(narrator, report);
  narrator.sees(
    'identity',
    `stays closed: it opens only with ${String(directory.custody.k)} of ${String(directory.custody.boxes.length)} custodians of other organisations`,
  );
  play.mark();

  // 8 — answered
  good('answering', await desk.answer(report, { text: ANSWER }));
  play.step(8, 'Rosa answers');
  narrator.quote('she writes', ANSWER);
  narrator.sees(
    'the server',
    '4,096 bytes in a mailbox that nothing links to a report; signed by the desk, not by a person',
  );
  play.mark();

  // 9 — read with the words
  const visit = good(
    'reading the mailbox',
    await visitMailbox(transport, directory, { words: sealed.words.join(' '), now: new Date() }),
  );
  const replyReadMs = alertedSince(performance.now());
  const answer = visit.answers.find(({ text }) => text === ANSWER);
  if (!answer) throw failed('reading the mailbox', 'the answer is not there');
  play.step(9, 'The answer is read with the twelve words, and nothing else');
  narrator.quote('she reads', answer.text);
  narrator.sees(
    'on the wire',
    'one 4 KiB message up, eight boxes of 4 KiB down: the same whether there is news or not',
  );

  await Promise.all([rosa.session.end(), mateo.session.end(), luz.session.end()]);
  const round = (ms: number): number => Math.round(ms * 10) / 10;
  return {
    acceptedMs: round(acceptedMs),
    triagedMs: round(triagedMs),
    alertDeliveredMs: round(alertDeliveredMs),
    acknowledgedMs: round(acknowledgedMs),
    openedMs: round(openedMs),
    replyReadMs: round(replyReadMs),
    envelopeBytes: sealed.envelope.length,
  };
}

/** The longest run of the text's bytes that occurs in the sealed bytes. */
export function longestShared(text: string, sealed: Uint8Array): number {
  const plain = Buffer.from(text);
  const held = Buffer.from(sealed);
  let longest = 0;
  for (let at = 0; at < plain.length; at += 1) {
    while (at + longest < plain.length && held.includes(plain.subarray(at, at + longest + 1))) longest += 1;
  }
  return longest;
}
