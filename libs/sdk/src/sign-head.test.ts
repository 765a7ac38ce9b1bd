import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  decodeDirectory,
  decodeGrants,
  decodeHead,
  encodeDirectory,
  encodeGrants,
  hash,
  verifyHead,
} from '#crypto';
import type { Ceremony } from './ceremony.js';
import {
  deploymentFiles,
  proofsOf,
  readPublication,
  readProofs,
  readSeed,
  writeDeployment,
} from './deployment-files.js';
import { holdTestCeremony, NOW } from './deployment.fixture.js';
import { addSignature, signNextHead, type SignInputs } from './sign-head.js';
import { memoryStorage } from './storage.js';

let ceremony: Ceremony;
let inputs: SignInputs;
beforeAll(async () => {
  ceremony = await holdTestCeremony();
  inputs = {
    pin: ceremony.pin,
    publication: ceremony.publication,
    roster: ceremony.roster,
    proofs: proofsOf(ceremony),
    rootSeeds: ceremony.secrets.roots,
    now: NOW,
    validDays: 30,
  };
});

describe('signing the next head', () => {
  it('continues the chain and is complete with enough roots', () => {
    const outcome = signNextHead(inputs);
    if (!outcome.ok) throw new Error(outcome.refusal.reason);
    const head = decodeHead(outcome.publication.signedHead.bytes);
    expect(head.version).toBe(2);
    expect(head.previous).toEqual(hash(ceremony.publication.signedHead.bytes));
    const seen = { version: 1, hash: hash(ceremony.publication.signedHead.bytes) };
    expect(verifyHead(outcome.publication.signedHead, ceremony.pin, { now: NOW, seen }).ok).toBe(true);
  });

  it('is collected at several tables: one root, then another over the very same bytes', () => {
    const [first, second] = ceremony.secrets.roots;
    if (!first || !second) throw new Error('roots');
    const half = signNextHead({ ...inputs, rootSeeds: [first] });
    if (!half.ok) throw new Error(half.refusal.reason);
    expect(half.complete).toBe(false);
    const again = addSignature({ ...inputs, publication: half.publication, rootSeeds: [first] });
    expect(again).toMatchObject({ ok: true, complete: false });
    const whole = addSignature({ ...inputs, publication: half.publication, rootSeeds: [second] });
    expect(whole).toMatchObject({ ok: true, complete: true });
    expect(whole.ok && whole.publication.signedHead.bytes).toEqual(half.publication.signedHead.bytes);
  });

  it('refuses a key that nobody proved to hold', () => {
    const refusal = { ok: false, refusal: { reason: 'unproven-key', where: 'member rosa' } };
    const { publicKey } = inputs.proofs.find(
      ({ use, publicKey: key }) => use === 'sign' && key.length === 32 && isRosas(key),
    ) ?? { publicKey: new Uint8Array(0) };
    expect(
      signNextHead({ ...inputs, proofs: inputs.proofs.filter((proof) => proof.publicKey !== publicKey) }),
    ).toEqual(refusal);
    const swapped = inputs.proofs.map((proof) =>
      proof.publicKey === publicKey ? { ...proof, proof: new Uint8Array(64) } : proof,
    );
    expect(signNextHead({ ...inputs, proofs: swapped })).toEqual(refusal);
  });

  const isRosas = (key: Uint8Array): boolean => {
    const rosa = ceremony.people.find(({ handle }) => handle === 'rosa');
    const roster = JSON.parse(Buffer.from(ceremony.roster).toString()) as {
      members: { id: string; signKey: string }[];
    };
    return (
      roster.members.find(({ id }) => id === rosa?.memberId)?.signKey ===
      Buffer.from(key).toString('base64url')
    );
  };

  it('refuses a desk granted to a member of an organisation that may not hold it', () => {
    const grants = decodeGrants(ceremony.publication.grants);
    const abel = ceremony.people.find(({ handle }) => handle === 'abel')?.memberId ?? '';
    const [one] = grants.grants;
    if (!one) throw new Error('grants');
    const ghost = encodeGrants({ version: 1, grants: [{ ...one, member: abel }] });
    const outcome = signNextHead({ ...inputs, publication: { ...ceremony.publication, grants: ghost } });
    expect(outcome).toMatchObject({
      ok: false,
      refusal: { reason: 'does-not-fit', where: 'grant-to-stranger' },
    });
  });

  it('refuses a directory whose custodian also holds a desk', () => {
    const directory = decodeDirectory(ceremony.publication.directory);
    const [desk] = directory.desks;
    const boxes = directory.custody.boxes.map((box, at) =>
      at === 0 ? { ...box, organisation: desk?.organisations[0] ?? '' } : box,
    );
    expect(() => encodeDirectory({ ...directory, custody: { ...directory.custody, boxes } })).toThrow(
      'custodian-holds-desk',
    );
  });

  it('refuses a root that the pin does not name', async () => {
    const other = await holdTestCeremony();
    const outcome = signNextHead({ ...inputs, rootSeeds: other.secrets.roots });
    expect(outcome).toMatchObject({ ok: false, refusal: { reason: 'not-a-root' } });
  });
});

describe('a deployment folder', () => {
  it('gives back what the ceremony made', async () => {
    const storage = memoryStorage();
    await writeDeployment(storage, deploymentFiles(ceremony));
    expect(await readPublication(storage)).toEqual(ceremony.publication);
    expect(await readProofs(storage)).toHaveLength(inputs.proofs.length);
    expect(await readSeed(storage, 'secrets/accept.json', 'accept')).toEqual(ceremony.secrets.accept);
  });

  it('keeps each secret in a file of its own use', async () => {
    const storage = memoryStorage();
    await writeDeployment(storage, deploymentFiles(ceremony));
    await expect(readSeed(storage, 'secrets/webhook.json', 'accept')).rejects.toThrow();
    const files = await storage.list('');
    const holds = async (secret: Uint8Array): Promise<string[]> => {
      const needle = Buffer.from(secret).toString('base64url');
      const found: string[] = [];
      for (const name of files)
        if (Buffer.from((await storage.get(name)) ?? []).includes(needle)) found.push(name);
      return found;
    };
    expect(await holds(ceremony.secrets.accept)).toEqual(['secrets/accept.json']);
    expect(await holds(ceremony.secrets.desks.triage)).toEqual(['secrets/desk-triage-1.json']);
    expect(await holds(ceremony.people[0]?.seed ?? new Uint8Array(1))).toEqual([]);
  });
});
