/** What vectors of PROTOCOL.md §8.9 do. */
import { fromUtf8 } from '../bytes.js';
import { openSilence } from '../dispatch.js';
import { scopeCommitment, sealSilenceWith, silenceContent } from '../silence.js';
import { sign } from '../sign.js';
import { silenceStatement } from '../statements.js';
import { replayedRandomness } from './inputs.js';
import { ok, result, strict, type Actions } from './outcome.js';

export const silenceActions: Actions = {
  'read-silence': (i) =>
    strict(() => {
      const content = silenceContent(i.json('content'));
      return { content, scope: scopeCommitment(content) };
    }),
  'seal-silence': (i) => {
    const content = silenceContent(i.json('content'));
    const random = replayedRandomness(i);
    return ok({
      sealed: sealSilenceWith(random, i.bytes('recipientKey'), content, i.bytes('signSecretKey')),
    });
  },
  'open-silence': (i) =>
    result(openSilence(i.bytes('secretKey'), i.bytes('sealed'), i.text('id'), i.bytes('signKey'))),
  'silence-consent': (i) => {
    const statement = silenceStatement({
      deployment: i.text('deployment'),
      id: i.text('id'),
      desk: 'triage',
      scope: i.bytes('scope'),
      forDispatch: i.bytes('forDispatch'),
      forDesk: i.bytes('forDesk'),
      from: i.time('from'),
      until: i.time('until'),
      breakGlass: false,
    });
    return ok({
      statement: fromUtf8(statement),
      signature: sign('silence-consent', statement, i.bytes('signSecretKey')),
    });
  },
};
