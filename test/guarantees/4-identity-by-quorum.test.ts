/**
 * Guarantee 4: an identity opens only where the desk's half meets the shares of k custodians of different organisations, for
 * one requester, with a signed reason. Here with a report from the real client and the deployment's real people; the screens
 * that carry the request between them belong to the console.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  decodeDirectory,
  decodeEnvelope,
  decodeRoster,
  deriveDeskKeys,
  encodeCustodyRequest,
  fromUtf8,
  hash,
  newSealKeyPair,
  sign,
  utf8,
  verifyCustodyRequest,
  type Directory,
  type Roster,
  type SealedEnvelope,
} from '#crypto';
import {
  openCustodyBox,
  openCustodyRelease,
  openEnvelopeAsDesk,
  openIdentity,
  type ReleasedShare,
} from '#crypto/open';
import { sealCustodyRelease } from '#crypto/seal';
import { sealReport } from '#sdk';
import { readPublication, readRoster, readSeed } from '#sdk/deployment-files';
import type { Member } from '#sdk/member';
import { fileStorage } from '#sdk/node-storage';
import type { DemoWorld } from '#infra/demo';
import { draft } from '../support/draft.js';
import { people } from '../support/people.js';

const now = new Date('2026-11-23T12:00:00Z');
const expires = new Date('2026-11-24T12:00:00Z');
const CUSTODIANS = ['abel', 'nora', 'simon'] as const;

let dir: string;
let demo: DemoWorld;
let directory: Directory;
let roster: Roster;
let rosterHash: Uint8Array;
let rosa: Member;
let envelope: SealedEnvelope;
let deskHalf: Uint8Array;

beforeAll(async () => {
  demo = await people();
  ({ dir } = demo);
  const files = fileStorage(dir);
  directory = decodeDirectory((await readPublication(files)).directory);
  const rosterBytes = await readRoster(files);
  roster = decodeRoster(rosterBytes);
  rosterHash = hash(rosterBytes);
  rosa = await demo.unlock('rosa');
  const sealed = await seal(draft());
  envelope = sealed;
  const desk = deriveDeskKeys(await readSeed(files, 'secrets/desk-triage-1.json', 'desk'));
  const opened = openEnvelopeAsDesk(desk.seal.secretKey, envelope);
  if (!opened.ok) throw new Error('the desk could not open');
  deskHalf = opened.deskHalf;
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

async function seal(report: ReturnType<typeof draft>): Promise<SealedEnvelope> {
  const outcome = await sealReport(report, directory);
  if (!outcome.ok) throw new Error(outcome.reason);
  const decoded = decodeEnvelope(outcome.sealed.envelope);
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.envelope;
}

function requestBy(member: Member, about = envelope, key = member.keys.seal.publicKey) {
  const bytes = encodeCustodyRequest({
    t0: about.T0,
    requester: member.id,
    key: hash(key),
    reason: hash(utf8('La familia pide que la abogada la llame por su nombre')),
    facts: ['amenaza de muerte, Ucayali'],
    roster: rosterHash,
    expires,
  });
  return { bytes, signature: sign('custody-request', bytes, member.keys.sign.secretKey) };
}

/** A custodian does what their client does: checks the request, opens their own box, releases to the requester only. */
async function release(
  handle: (typeof CUSTODIANS)[number],
  request: ReturnType<typeof requestBy>,
  about = envelope,
): Promise<Uint8Array> {
  const verified = verifyCustodyRequest(request.bytes, request.signature, { roster, rosterHash, now });
  if (!verified.ok) throw new Error(verified.reason);
  const position = CUSTODIANS.indexOf(handle);
  const { keys } = await demo.unlock(handle);
  const box = openCustodyBox(keys.custody, about.custody[position]!, position, verified.request);
  if (!box.ok) throw new Error('the box did not open');
  const { share } = box;
  return sealCustodyRelease(
    { request: request.bytes, requesterKey: verified.requester.sealKey, position, share },
    keys.sign.secretKey,
  );
}

async function released(handle: (typeof CUSTODIANS)[number]): Promise<ReleasedShare> {
  const request = requestBy(rosa);
  const custodian = roster.members.find((member) => member.handle === handle)!;
  const opened = openCustodyRelease(
    rosa.keys.seal.secretKey,
    await release(handle, request),
    request.bytes,
    custodian.signKey,
  );
  if (!opened.ok) throw new Error('the release did not open');
  return { position: opened.position, share: opened.share, organisation: custodian.organisation };
}

describe('guarantee: identity by quorum', () => {
  it('opens for the requester when two custodians of two organisations agree', async () => {
    expect(directory.custody.k).toBe(2);
    const shares = [await released('abel'), await released('simon')];
    const identity = await openIdentity(deskHalf, shares, envelope, 2);
    expect(identity.ok && fromUtf8(identity.identity)).toContain('Persona Inventada');
  });

  it('stays closed for one custodian, twice the same one, or two seats of one organisation', async () => {
    const [one, two] = [await released('abel'), await released('nora')];
    expect(await openIdentity(deskHalf, [one], envelope, 2)).toEqual({
      ok: false,
      reason: 'too-few',
      have: 1,
    });
    expect(await openIdentity(deskHalf, [one, one], envelope, 2)).toMatchObject({ reason: 'too-few' });
    const cousins = [one, { ...two, organisation: one.organisation }];
    expect(await openIdentity(deskHalf, cousins, envelope, 2)).toMatchObject({ reason: 'too-few' });
  });

  it('stays closed for custodians without the desk, whatever their number', async () => {
    const shares = [await released('abel'), await released('nora'), await released('simon')];
    const guess = new Uint8Array(32);
    expect(await openIdentity(guess, shares, envelope, 2)).toEqual({ ok: false, outcome: 'unopened' });
  });

  it('names the custodian who handed in a false share', async () => {
    const [one, two] = [await released('abel'), await released('nora')];
    const share = two.share.slice();
    share[0] = share[0]! ^ 1;
    expect(await openIdentity(deskHalf, [one, { ...two, share }], envelope, 2)).toEqual({
      ok: false,
      reason: 'bad-share',
      culprits: [1],
    });
  });

  it('gives a share to nobody but the requester, and for no other report than the one asked for', async () => {
    const request = requestBy(rosa);
    const mateo = await demo.unlock('mateo');
    const abel = roster.members.find((member) => member.handle === 'abel')!;
    const sealed = await release('abel', request);
    const closed = { ok: false, outcome: 'unopened' };
    expect(openCustodyRelease(mateo.keys.seal.secretKey, sealed, request.bytes, abel.signKey)).toEqual(
      closed,
    );
    // The box of another report, laid under a request that the custodian would grant.
    const other = await seal(draft({ text: 'Otro reporte' }));
    await expect(release('abel', request, other)).rejects.toThrow('the box did not open');
  });

  it('refuses a requester with a key of their own, from no desk, without a signature, or too late', async () => {
    const check = (request: ReturnType<typeof requestBy>, at = now) =>
      verifyCustodyRequest(request.bytes, request.signature, { roster, rosterHash, now: at });
    expect(check(requestBy(rosa)).ok).toBe(true);
    expect(check(requestBy(rosa, envelope, newSealKeyPair().publicKey))).toEqual({
      ok: false,
      reason: 'unknown-requester',
    });
    expect(check(requestBy(await demo.unlock('luz')))).toEqual({ ok: false, reason: 'not-on-a-desk' });
    const { bytes } = requestBy(rosa);
    expect(check({ bytes, signature: new Uint8Array(64) })).toEqual({ ok: false, reason: 'bad-signature' });
    expect(check(requestBy(rosa), new Date(expires.getTime() + 1))).toEqual({ ok: false, reason: 'expired' });
  });

  it('looks the same from outside when there is no identity at all', async () => {
    const anonymous = await seal(draft({ anonymous: true }));
    expect(anonymous.identity).toHaveLength(envelope.identity.length);
    const request = requestBy(rosa, anonymous);
    expect((await release('abel', request, anonymous)).length).toBe(
      (await release('abel', requestBy(rosa))).length,
    );
  });
});
