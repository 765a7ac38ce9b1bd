/** What vectors of PROTOCOL.md §7 do. */
import { utf8 } from '../bytes.js';
import { sealCustodyReleaseWith } from '../custody-release.js';
import { decodeCustodyRequest, verifyCustodyRequest } from '../custody-request.js';
import { decodeRoster } from '../documents/roster.js';
import { openCustodyBox, openCustodyRelease, openIdentity } from '../open-identity.js';
import { replayedRandomness, type Inputs } from './inputs.js';
import { result, ok, envelopeOf, type Actions } from './outcome.js';

const custodyCheck = (inputs: Inputs) =>
  verifyCustodyRequest(utf8(inputs.text('request')), inputs.bytes('signature'), {
    roster: decodeRoster(utf8(inputs.text('roster'))),
    rosterHash: inputs.bytes('rosterHash'),
    now: inputs.time('now'),
  });

export const custodyActions: Actions = {
  'verify-custody-request': (i) => {
    const outcome = custodyCheck(i);
    return outcome.ok ? ok({ requester: outcome.requester.id }) : result(outcome);
  },
  'open-custody-box': (i) => {
    const keys = { publicKey: i.bytes('publicKey'), secretKey: i.bytes('secretKey') };
    const request = decodeCustodyRequest(utf8(i.text('request')));
    return result(openCustodyBox(keys, i.bytes('entry'), i.number('position'), request));
  },
  'seal-custody-release': (i) => {
    const input = {
      request: utf8(i.text('request')),
      requesterKey: i.bytes('recipientKey'),
      position: i.number('position'),
      share: i.bytes('share'),
    };
    return ok({ release: sealCustodyReleaseWith(replayedRandomness(i), input, i.bytes('signSecretKey')) });
  },
  'open-custody-release': (i) =>
    result(
      openCustodyRelease(
        i.bytes('secretKey'),
        i.bytes('release'),
        utf8(i.text('request')),
        i.bytes('signKey'),
      ),
    ),
  'open-identity': async (i) => {
    const shares = i.objects('shares').map((share) => ({
      position: share.number('position'),
      share: share.bytes('share'),
      organisation: share.text('organisation'),
    }));
    return result(await openIdentity(i.bytes('deskHalf'), shares, envelopeOf(i), i.number('k')));
  },
};
