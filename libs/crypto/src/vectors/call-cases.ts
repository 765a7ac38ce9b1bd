/** Vectors for tasks (PROTOCOL.md §6.1) and for what came of a call (§8.7). */
import { toHex, utf8 } from '../bytes.js';
import { hash } from '../hash.js';
import { sign } from '../sign.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import { flipped } from './edits.js';
import { idOf, type Sample } from './sample.js';

export async function callCases(cases: Cases, sample: Sample): Promise<void> {
  await tasks(cases, sample);
  await records(cases, sample);
}

async function tasks(cases: Cases, { desks, servers }: Sample): Promise<void> {
  const t0 = 'c7'.repeat(32);
  const sealing = {
    recipientKey: toHex(desks.triage.seal.publicKey),
    t0,
    body: { alertId: idOf('alert'), kind: 'call', may: 'doorbell' },
    signSecretKey: toHex(servers.dispatchSign.secretKey),
    random: toHex(new Drawn('calls/task').bytes(64)),
  };
  const sealed = (await cases.add('sealing a task', 'seal-task', sealing)).text('sealed');
  const opening = {
    secretKey: toHex(desks.triage.seal.secretKey),
    sealed,
    t0,
    signKeys: [toHex(servers.dispatchSign.publicKey)],
  };
  await cases.add('opening a task', 'open-task', opening);
  await cases.add('a task in the place of a triage note', 'open-triage-note', opening);
  await cases.add('a task of another report', 'open-task', { ...opening, t0: flipped(t0, 0) });
  await cases.add('a task of another desk', 'open-task', {
    ...opening,
    secretKey: toHex(desks.safeguarding.seal.secretKey),
  });
  await cases.add('a task by another signer', 'open-task', {
    ...opening,
    signKeys: [toHex(servers.log.publicKey)],
  });
  await cases.add('a task altered', 'open-task', { ...opening, sealed: flipped(sealed, 2000) });
}

async function records(cases: Cases, { people }: Sample): Promise<void> {
  const { beto, carla } = people;
  const signed = await cases.add('recording that somebody accepted', 'call', {
    alertId: idOf('alert'),
    taskDigest: toHex(hash(utf8('task'))),
    ticket: idOf('ticket'),
    outcome: 'REACHED_ACCEPTED',
    at: '2026-06-01T12:20:00Z',
    signSecretKey: toHex(carla.keys.sign.secretKey),
  });
  const statement = signed.text('statement');
  const checking = {
    statement,
    signature: signed.text('signature'),
    signKey: toHex(carla.keys.sign.publicKey),
  };
  await cases.add('a record of a call', 'verify-call', checking);
  await cases.add('a record that somebody else signed', 'verify-call', {
    ...checking,
    signKey: toHex(beto.keys.sign.publicKey),
  });
  await cases.add('a record with another outcome', 'verify-call', {
    ...checking,
    statement: statement.replace('REACHED_ACCEPTED', 'REACHED_DECLINED'),
  });
  await cases.add('a record with an outcome that nobody knows', 'verify-call', {
    ...checking,
    statement: statement.replace('REACHED_ACCEPTED', 'VOICE_MAIL'),
  });
  await cases.add('an acknowledgement in the place of a record', 'verify-call', {
    ...checking,
    signature: toHex(sign('acknowledgement', utf8(statement), carla.keys.sign.secretKey)),
  });
}
