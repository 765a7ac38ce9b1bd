import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, decodeEnvelope, deriveMemberKeys, newSealKeyPair, randomBytes, utf8 } from './index.js';
import { sealEnvelope } from './seal.js';
import { openRouting } from './dispatch.js';
import { openEnvelopeAsDesk, openCustodyBox, openIdentity } from './open.js';

beforeAll(cryptoReady);

describe('envelope', () => {
  it('opens', async () => {
    const dispatch = newSealKeyPair();
    const desk = newSealKeyPair();
    const custodians = [0, 1, 2].map(() => deriveMemberKeys(randomBytes(32)).custody);
    const boxes = [0, 1, 2, 3, 4].map((position) => {
      const c = custodians[position];
      return c ? { position, key: c.publicKey } : null;
    });
    const { bytes, T0 } = await sealEnvelope({
      keySet: 7,
      recipients: { mode: 'ordinary', dispatchKey: dispatch.publicKey, deskKey: desk.publicKey },
      custody: { k: 2, boxes },
      routing: utf8('r'),
      narrative: utf8('n'),
      identity: utf8('i'),
    });
    const decoded = decodeEnvelope(bytes);
    if (!decoded.ok) throw new Error(decoded.reason);
    expect(bytes.length).toBe(8192);
    expect(openRouting(dispatch.secretKey, decoded.envelope)).toEqual({ ok: true, routing: utf8('r') });
    const opened = openEnvelopeAsDesk(desk.secretKey, decoded.envelope);
    if (!opened.ok) throw new Error('x');
    const shares = [0, 2].map((p) => {
      const r = openCustodyBox(custodians[p]!, decoded.envelope.custody[p]!, p, { t0: T0 } as never);
      if (!r.ok) throw new Error('box');
      return { ...r, organisation: `o${p}` };
    });
    expect(await openIdentity(opened.deskHalf, shares, decoded.envelope, 2)).toEqual({
      ok: true,
      identity: utf8('i'),
    });
  });
});
