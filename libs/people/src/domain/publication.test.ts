import { beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, encodePolicy, hash, newSignKeyPair, utf8 } from '#crypto';
import {
  testDeployment,
  type PublicationChanges,
  type TestDeployment,
} from '../../../../test/support/deployment.js';
import {
  rosterCopiesAreComplete,
  verifyPublication,
  verifyStoredPublication,
  type PublicationBytes,
  type PublicationContext,
} from './publication.js';

const now = new Date('2026-03-10T00:00:00Z');

describe('a publication', () => {
  let deployment: TestDeployment;
  beforeAll(async () => {
    deployment = await testDeployment();
  });

  const judge = (bytes: PublicationBytes, context: Partial<PublicationContext> = {}) => {
    const outcome = verifyPublication(bytes, { pin: deployment.pin, production: true, now, ...context });
    return outcome.ok ? 'accepted' : outcome.reason;
  };
  const made = (changes: PublicationChanges = {}) => deployment.publication(changes).bytes;

  it('is accepted when enough roots signed it and every document is the one they signed', () => {
    expect(judge(made())).toBe('accepted');
  });

  it('is refused without enough of the pinned roots', () => {
    const [one] = deployment.roots;
    const stranger = newSignKeyPair();
    expect(judge(made({ roots: [one!] }))).toBe('unsigned');
    expect(judge(made({ roots: [one!, one!] }))).toBe('unsigned');
    expect(judge(made({ roots: [one!, stranger] }))).toBe('unsigned');
    expect(judge(made({ roots: [stranger, newSignKeyPair()] }))).toBe('wrong-root');
    expect(judge(made({ roots: [] }))).toBe('unsigned');
  });

  it('is refused when one document is another than the roots signed: nobody can add a member or swap a key', () => {
    const bytes = made();
    const other = made({ without: ['bruno'] });
    expect(judge({ ...bytes, access: other.access })).toBe('access');
    expect(judge({ ...bytes, directory: made({ version: 2, previous: hash(bytes.head) }).directory })).toBe(
      'directory',
    );
    expect(judge({ ...bytes, grants: other.grants })).toBe('grants');
    expect(judge({ ...bytes, policy: encodePolicy({ version: 1 }) })).toBe('policy');
    expect(judge({ ...bytes, head: utf8('{}') })).toBe('unsigned');
  });

  it('is refused when its signatures are not in their one form', () => {
    const bytes = made();
    for (const signatures of [
      new Uint8Array(0),
      utf8('{}'),
      utf8('[ ]'),
      canonicalJson([null]),
      canonicalJson([{ key: 'AA', signature: 'AA', more: 1 }]),
      canonicalJson([{ key: '*', signature: 'AA' }]),
      canonicalJson(Array.from({ length: 17 }, () => ({ key: 'AA', signature: 'AA' }))),
    ])
      expect(judge({ ...bytes, signatures })).toBe('signatures');
  });

  it('is refused when it goes back, or when there are two of one version', () => {
    const first = deployment.publication();
    const seen = { version: first.version, hash: first.headHash };
    const next = made({ version: 2, previous: first.headHash });
    expect(judge(next, { seen })).toBe('accepted');
    expect(judge(made({ version: 2, previous: hash(utf8('other')) }), { seen })).toBe('forked');
    expect(judge(made({ without: ['ana'] }), { seen })).toBe('forked');
    expect(judge(first.bytes, { seen: { version: 2, hash: hash(next.head) } })).toBe('rolled-back');
  });

  it('is refused for another deployment, or when it is a demo where people rely on it', () => {
    expect(judge(made({ deployment: 'another' }))).toBe('wrong-deployment');
    const demoPin = { ...deployment.pin, demo: true };
    expect(judge(made({ demo: true }), { pin: demoPin })).toBe('demo-in-production');
    expect(judge(made({ demo: true }), { pin: demoPin, production: false })).toBe('accepted');
  });

  it('goes on being served after it expired, but is not taken in anew', () => {
    const bytes = made({ issued: new Date('2020-01-01T00:00:00Z') });
    expect(judge(bytes)).toBe('expired');
    expect(verifyStoredPublication(bytes, { pin: deployment.pin, production: true }).ok).toBe(true);
  });

  it('comes with a roster copy for dispatch and for each member, and for nobody else', () => {
    const { bytes, rosterCopies } = deployment.publication();
    const outcome = verifyPublication(bytes, { pin: deployment.pin, production: true, now });
    if (!outcome.ok) throw new Error(outcome.reason);
    const { access } = outcome.publication;
    const recipients = rosterCopies.map((copy) => copy.recipient);
    expect(rosterCopiesAreComplete(access, recipients)).toBe(true);
    expect(rosterCopiesAreComplete(access, recipients.slice(1))).toBe(false);
    expect(rosterCopiesAreComplete(access, [...recipients, 'stranger'])).toBe(false);
    expect(rosterCopiesAreComplete(access, [...recipients.slice(0, -1), recipients[0]!])).toBe(false);
  });
});
