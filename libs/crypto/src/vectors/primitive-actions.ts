/** What vectors of PROTOCOL.md §§ 1–3 do. */
import { fromBase64Url } from '../bytes.js';
import { canonicalJson, parseCanonicalJson } from '../canonical-json.js';
import { digestOf, hash, hash128 } from '../hash.js';
import { deriveDeskKeys, deriveMemberKeys, sealKeyPairFromSeed } from '../keys.js';
import { unseal, attempt } from '../opening.js';
import { seal, type SealLabel } from '../sealed-box.js';
import { sign, verify, type SignLabel } from '../sign.js';
import { replayedRandomness } from './inputs.js';
import { result, ok, strict, type Actions } from './outcome.js';

export const primitiveActions: Actions = {
  hash: (i) => ok({ h: hash(i.bytes('message')), h128: hash128(i.bytes('message')) }),
  digest: (i) => ok({ digest: digestOf(i.text('label'), ...i.bytesList('parts')) }),
  'base64url-decode': (i) => strict(() => ({ bytes: fromBase64Url(i.text('text')) })),
  'canonical-json': (i) => strict(() => ({ bytes: canonicalJson(i.json('value')) })),
  'canonical-json-decode': (i) => strict(() => ({ value: parseCanonicalJson(i.bytes('bytes')) })),
  'derive-member-keys': (i) => {
    const { seal: sealing, sign: signing, custody } = deriveMemberKeys(i.bytes('seed'));
    return ok({
      xwingSecret: sealing.secretKey,
      xwing: sealing.publicKey,
      ed25519: signing.publicKey,
      x25519Secret: custody.secretKey,
      x25519: custody.publicKey,
    });
  },
  'derive-desk-keys': (i) => {
    const keys = deriveDeskKeys(i.bytes('seed'));
    return ok({ xwing: keys.seal.publicKey, ed25519: keys.sign.publicKey });
  },
  sign: (i) =>
    ok({ signature: sign(i.text('label') as SignLabel, i.bytes('message'), i.bytes('signSecretKey')) }),
  verify: (i) => {
    const label = i.text('label') as SignLabel;
    return result({ ok: verify(label, i.bytes('message'), i.bytes('signature'), i.bytes('signKey')) });
  },

  seal: (i) => {
    const label = i.text('label') as SealLabel;
    return ok({
      sealed: seal(
        replayedRandomness(i),
        i.bytes('publicKey'),
        label,
        i.bytes('context'),
        i.bytes('plaintext'),
      ),
    });
  },
  unseal: (i) =>
    result(
      attempt(() => {
        const keys = sealKeyPairFromSeed(i.bytes('secretKey'));
        const label = i.text('label') as SealLabel;
        return { ok: true as const, plaintext: unseal(keys, label, i.bytes('context'), i.bytes('sealed')) };
      }),
    ),
};
