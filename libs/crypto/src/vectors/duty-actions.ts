/** What vectors of PROTOCOL.md §§ 6.3 and 8.8 do. */
import { fromUtf8 } from '../bytes.js';
import { openDuty } from '../dispatch.js';
import { dutyHash, dutyRoster } from '../documents/duty.js';
import { sealDutyWith } from '../messages.js';
import { sign } from '../sign.js';
import { dutyPublicationStatement } from '../statements.js';
import { replayedRandomness } from './inputs.js';
import { ok, result, strict, type Actions } from './outcome.js';

export const dutyActions: Actions = {
  'read-duty': (i) =>
    strict(() => {
      const duty = dutyRoster(i.json('duty'));
      return { duty, hash: dutyHash(duty) };
    }),
  'seal-duty': (i) => {
    const input = { recipientKey: i.bytes('recipientKey'), duty: dutyRoster(i.json('duty')) };
    return ok({ sealed: sealDutyWith(replayedRandomness(i), input, i.bytes('signSecretKey')) });
  },
  'open-duty': (i) => {
    const expected = { name: i.text('name'), member: i.text('member'), signKey: i.bytes('signKey') };
    return result(openDuty(i.bytes('secretKey'), i.bytes('sealed'), expected));
  },
  'duty-publication': (i) => {
    const statement = dutyPublicationStatement({
      deployment: i.text('deployment'),
      name: i.text('name'),
      version: i.number('version'),
      forDispatch: i.bytes('forDispatch'),
      forDesk: i.bytes('forDesk'),
    });
    const signature = sign('duty-publication', statement, i.bytes('signSecretKey'));
    return ok({ statement: fromUtf8(statement), signature });
  },
};
