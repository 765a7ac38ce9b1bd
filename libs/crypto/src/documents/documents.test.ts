import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  cryptoReady,
  custodyBoxes,
  decodeAccess,
  decodeDirectory,
  decodeRoster,
  encodeAccess,
  encodeDirectory,
  encodeHead,
  encodePolicy,
  encodeRootPin,
  encodeRoster,
  mayHoldDesk,
  sealingKeys,
  decodePolicy,
} from '../index.js';
import { idOf, makeSample, type Sample } from '../vectors/sample.js';

let sample: Sample;
beforeAll(async () => {
  await cryptoReady();
  sample = makeSample();
});

describe('a directory', () => {
  it('names the keys that a report is sealed to today', () => {
    const directory = decodeDirectory(sample.documents.directory);
    const keys = sealingKeys(directory);
    expect(keys?.triage.sealKey).toEqual(sample.desks.triage.seal.publicKey);
    expect(keys?.safeguarding.sealKey).toEqual(sample.desks.safeguarding.seal.publicKey);
    expect(keys?.dispatch.sealKey).toEqual(sample.dispatch.publicKey);
    expect(sealingKeys(directory, 99)).toBeNull();
  });

  it('gives no custody box to an organisation that the reporter excluded', () => {
    const directory = decodeDirectory(sample.documents.directory);
    expect(custodyBoxes(directory).boxes.map((box) => box?.position)).toEqual([
      0,
      1,
      2,
      undefined,
      undefined,
    ]);
    const without = custodyBoxes(directory, [idOf('shelter')]);
    expect(without.boxes.map((box) => box?.position)).toEqual([0, undefined, 2, undefined, undefined]);
  });

  it('keeps what a later version adds under `ext`, and refuses it anywhere else', () => {
    const ext = { later: [1, 'two'] };
    const encoded = encodeDirectory({ ...sample.directory, ext });
    expect(decodeDirectory(encoded).ext).toEqual(ext);
    expect(() => encodeDirectory({ ...sample.directory, later: 1 } as typeof sample.directory)).toThrow(
      'unknown field',
    );
    expect(() => encodeDirectory({ ...sample.directory, ext: [] as never })).toThrow();
  });

  it('is not signed by mistake: the encoder refuses what every client would refuse', () => {
    const boxes = sample.directory.custody.boxes.map((box) => ({ ...box, organisation: idOf('ngo') }));
    expect(() => encodeDirectory({ ...sample.directory, custody: { k: 2, boxes } })).toThrow(
      'custodians-not-distinct',
    );
  });
});

describe('a desk', () => {
  it('may be held by a member with the right, of an organisation in its closed set, and by nobody else', () => {
    const [triage, safeguarding] = decodeDirectory(sample.documents.directory).desks;
    const { ana, beto, carla } = sample.people;
    expect(mayHoldDesk(triage!, ana.member)).toBe(true);
    expect(mayHoldDesk(triage!, beto.member)).toBe(true);
    expect(mayHoldDesk(safeguarding!, beto.member)).toBe(false);
    expect(mayHoldDesk(triage!, carla.member)).toBe(false);
    expect(mayHoldDesk(triage!, { ...carla.member, rights: ['desk:triage'] })).toBe(false);
  });
});

describe('documents', () => {
  it('come back as they were written', () => {
    expect(encodeRoster(decodeRoster(sample.documents.roster))).toEqual(sample.documents.roster);
    expect(encodeDirectory(decodeDirectory(sample.documents.directory))).toEqual(sample.documents.directory);
    expect(encodePolicy(decodePolicy(sample.documents.policy))).toEqual(sample.documents.policy);
  });

  it('tell the api ids, signing keys and rights, and nothing else about people', () => {
    const access = decodeAccess(sample.documents.access);
    expect(access.members.map((member) => Object.keys(member).sort())).toEqual(
      Object.values(sample.people).map(() => ['id', 'rights', 'signKey']),
    );
    const text = new TextDecoder().decode(sample.documents.access);
    for (const { member } of Object.values(sample.people)) {
      expect(text).not.toContain(member.handle);
      expect(text).not.toContain(member.organisation);
    }
  });

  it('are refused by the encoder when they break a rule', () => {
    const [member] = decodeAccess(sample.documents.access).members;
    expect(() => encodeAccess({ version: 1, members: [member!, member!] })).toThrow('listed twice');
    expect(() => encodeAccess({ version: 0, members: [] })).toThrow();
    expect(() => encodeRootPin({ ...sample.pin, threshold: 4 })).toThrow('more signatures');
    expect(() => encodeHead({ ...sample.head, version: 2 })).toThrow('disagree');
    expect(() => encodeHead({ ...sample.head, expires: sample.head.issued })).toThrow('lifetime');
    expect(() => encodeHead({ ...sample.head, expires: new Date('2027-02-06T00:00:00Z') })).toThrow(
      'lifetime',
    );
  });
});
