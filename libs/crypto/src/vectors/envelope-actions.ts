/** What vectors of PROTOCOL.md §4 do. */
import { fromHex } from '../bytes.js';
import * as dispatch from '../dispatch.js';
import { decodeEnvelope, envelopeDigest, type SizeClass } from '../envelope-format.js';
import * as open from '../open.js';
import { sealEnvelopeWith, type SealEnvelopeInput } from '../seal-envelope.js';
import { replayedRandomness, textOf, type Inputs } from './inputs.js';
import { result, ok, envelopeOf, type Actions } from './outcome.js';

function envelopeInput(inputs: Inputs): SealEnvelopeInput {
  return {
    keySet: inputs.number('keySet'),
    sizeClass: inputs.number('sizeClass') as SizeClass,
    recipients: {
      mode: inputs.text('mode') as SealEnvelopeInput['recipients']['mode'],
      dispatchKey: inputs.bytesOrNull('dispatchKey'),
      deskKey: inputs.bytes('deskKey'),
    },
    custody: {
      k: inputs.number('k'),
      boxes: inputs
        .items('custodyKeys')
        .map((key, position) => (key === null ? null : { position, key: fromHex(textOf(key)) })),
    },
    routing: inputs.bytes('routing'),
    narrative: inputs.bytes('narrative'),
    identity: inputs.bytesOrNull('identity'),
  };
}

export const envelopeActions: Actions = {
  'seal-envelope': async (i) => {
    const { bytes, digest, T0 } = await sealEnvelopeWith(replayedRandomness(i), envelopeInput(i));
    // The two large classes are compared by digest alone, to keep the files readable.
    return ok({ digest, T0, ...(bytes.length <= 8192 ? { envelope: bytes } : {}) });
  },
  'decode-envelope': (i) => {
    const decoded = decodeEnvelope(i.bytes('envelope'));
    if (!decoded.ok) return result(decoded);
    const { id, keySet, sizeClass, T0, T1, bytes } = decoded.envelope;
    return ok({ id, keySet, sizeClass, T0, T1, digest: envelopeDigest(bytes) });
  },
  'open-routing': (i) => result(dispatch.openRouting(i.bytes('secretKey'), envelopeOf(i))),
  'open-envelope': (i) => result(open.openEnvelopeAsDesk(i.bytes('secretKey'), envelopeOf(i))),
};
