import { beforeAll, describe, expect, it } from '@jest/globals';
import { channelStatement, decodeDirectory, randomBytes, sign, type Directory } from '#crypto';
import { newId } from '#kernel';
import { testDeployment, type TestDeployment } from '../../../../test/support/deployment.js';
import { decideProvenance, laneOf, type Provenance } from './provenance.js';

describe('where a report comes from', () => {
  let deployment: TestDeployment;
  let directory: Directory;
  let digest: Uint8Array;

  beforeAll(async () => {
    deployment = await testDeployment();
    directory = decodeDirectory(deployment.publication().bytes.directory);
    digest = randomBytes(32);
  });

  const current = () => ({ keySet: deployment.currentKeySet, digest });
  const signedBy = (channel: TestDeployment['channel'], covered = digest, id = channel.id) => ({
    id: channel.id,
    signature: sign(
      'channel',
      channelStatement({ deployment: directory.deployment, channelId: id, digest: covered }),
      channel.keys.secretKey,
    ),
  });
  const decide = (claimed: Parameters<typeof decideProvenance>[2], envelope = current()) => {
    const outcome = decideProvenance(directory, envelope, claimed);
    return outcome.ok ? outcome.provenance : outcome.reason;
  };

  it('is worth what the signed directory says of a verified channel', () => {
    expect(decide(signedBy(deployment.channel))).toEqual({
      channel: deployment.channel.id,
      assurance: 'RELAY',
      quarantine: null,
    });
  });

  it('is unverified without a channel, and an ordinary report all the same', () => {
    expect(decide(null)).toEqual({ channel: null, assurance: 'UNKNOWN', quarantine: null });
  });

  it('may be a public page, which has no key to sign with', () => {
    const claimed = { id: deployment.openChannel.id, signature: new Uint8Array(0) };
    expect(decide(claimed)).toEqual({ channel: claimed.id, assurance: 'E2EE_WEB', quarantine: null });
  });

  it('is marked, never refused, when the channel is unknown, revoked or did not sign this', () => {
    const { channel, revokedChannel } = deployment;
    const other = { id: newId(), keys: channel.keys };
    expect(decide(signedBy(other))).toEqual({
      channel: null,
      assurance: 'UNKNOWN',
      quarantine: 'unknown-channel',
    });
    expect(decide(signedBy(revokedChannel))).toMatchObject({
      assurance: 'UNKNOWN',
      quarantine: 'revoked-channel',
    });
    const forged = [
      signedBy(channel, randomBytes(32)),
      signedBy(channel, digest, revokedChannel.id),
      signedBy({ id: channel.id, keys: revokedChannel.keys }),
      { id: channel.id, signature: new Uint8Array(3) },
    ];
    for (const claimed of forged) {
      expect(decide(claimed)).toEqual({
        channel: channel.id,
        assurance: 'UNKNOWN',
        quarantine: 'bad-channel-signature',
      });
    }
  });

  it('takes a report sealed to retired keys, and refuses only keys that were never signed', () => {
    expect(decide(null, { keySet: deployment.retiredKeySet, digest })).toMatchObject({
      quarantine: 'retired-key-set',
    });
    for (const keySet of [0, 3, 0xffffffff]) expect(decide(null, { keySet, digest })).toBe('unknown-key-set');
  });

  it('lets nobody stand in the lane of a channel for which they cannot sign', () => {
    const proven: Provenance = { channel: deployment.channel.id, assurance: 'RELAY', quarantine: null };
    const lane = laneOf(proven);
    expect(lane).toBeGreaterThan(0);
    expect(lane).toBeLessThan(1_024);
    expect(laneOf({ ...proven, quarantine: 'retired-key-set' })).toBe(lane);
    expect(laneOf({ ...proven, quarantine: 'bad-channel-signature' })).toBe(0);
    expect(laneOf({ ...proven, quarantine: 'revoked-channel' })).toBe(0);
    expect(laneOf({ channel: null, assurance: 'UNKNOWN', quarantine: null })).toBe(0);
  });
});
