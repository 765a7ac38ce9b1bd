/** Vectors for PROTOCOL.md §§ 2.5, 2.6, and for likenesses (§6.1). */
import { toHex } from '../bytes.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import { flipped } from './edits.js';
import type { Sample } from './sample.js';

const JULY = '2026-07-20T12:00:00Z';

export async function searchCases(cases: Cases, sample: Sample): Promise<void> {
  await tokens(cases, sample);
  await bundles(cases, sample);
  await likenesses(cases, sample);
}

async function tokens(cases: Cases, { deskSeeds }: Sample): Promise<void> {
  const key = async (desk: 'triage' | 'safeguarding') =>
    (
      await cases.add(`the index key of the ${desk} desk's epoch`, 'derive-index-key', {
        seed: toHex(deskSeeds[desk]),
      })
    ).text('index');
  const indexKey = await key('triage');
  const other = await key('safeguarding');
  const ask = { indexKey, facet: 'area', value: '25', at: JULY };
  await cases.add('a department', 'blind-token', ask);
  await cases.add('a department outside Peru', 'blind-token', { ...ask, value: 'BR-AC' });
  await cases.add('an act group', 'blind-token', { ...ask, facet: 'acts', value: 'THREAT' });
  await cases.add('an act group in the place of a department is another facet', 'blind-token', {
    ...ask,
    value: 'THREAT',
  });
  await cases.add('a department that shares its token with the one outside Peru', 'blind-token', {
    ...ask,
    value: '01',
  });
  await cases.add('another epoch', 'blind-token', { ...ask, indexKey: other });
  await cases.add('the last second of a month', 'blind-token', { ...ask, at: '2026-06-30T23:59:59Z' });
  await cases.add('the first second of the next', 'blind-token', { ...ask, at: '2026-07-01T00:00:00Z' });
  await cases.add('the first month of all', 'blind-token', { ...ask, at: '2020-01-01T00:00:00Z' });
}

async function bundles(cases: Cases, { desks }: Sample): Promise<void> {
  // Any X-Wing secret key will do; dispatch's is one.
  const secretKey = toHex(desks.triage.seal.secretKey);
  const facets = { acts: ['THR_DEATH'], department: '25', exercise: false, urgency: 'U2' };
  await cases.add('a bundle of reports', 'bundle-token', { secretKey, facets });
  await cases.add('a drill beside them is another bundle', 'bundle-token', {
    secretKey,
    facets: { ...facets, exercise: true },
  });
  await cases.add('the same under another key', 'bundle-token', {
    secretKey: toHex(desks.safeguarding.seal.secretKey),
    facets,
  });
}

async function likenesses(cases: Cases, { desks, servers }: Sample): Promise<void> {
  const t0 = 'b6'.repeat(32);
  const sealing = {
    recipientKey: toHex(desks.triage.seal.publicKey),
    t0,
    body: { similar: [] },
    signSecretKey: toHex(servers.dispatchSign.secretKey),
    random: toHex(new Drawn('search/likeness').bytes(64)),
  };
  const sealed = (await cases.add('sealing a likeness', 'seal-likeness', sealing)).text('sealed');
  const note = (
    await cases.add('sealing a triage note for the same report', 'seal-triage-note', sealing)
  ).text('sealed');
  const opening = {
    secretKey: toHex(desks.triage.seal.secretKey),
    sealed,
    t0,
    signKeys: [toHex(servers.dispatchSign.publicKey)],
  };
  await cases.add('opening a likeness', 'open-likeness', opening);
  await cases.add('a likeness in the place of a triage note', 'open-triage-note', opening);
  await cases.add('a triage note in the place of a likeness', 'open-likeness', { ...opening, sealed: note });
  await cases.add('a likeness laid beside another report', 'open-likeness', {
    ...opening,
    t0: flipped(t0, 0),
  });
  await cases.add('a likeness by another signer', 'open-likeness', {
    ...opening,
    signKeys: [toHex(servers.log.publicKey)],
  });
  await cases.add('a likeness for another desk', 'open-likeness', {
    ...opening,
    secretKey: toHex(desks.safeguarding.seal.secretKey),
  });
}
