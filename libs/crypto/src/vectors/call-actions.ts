/** What vectors of tasks and call records do (PROTOCOL.md §§ 6.1, 8.7). */
import { utf8 } from '../bytes.js';
import { openTask } from '../open.js';
import { verify } from '../sign.js';
import { callStatement, decodeCallStatement, type CallOutcome } from '../statements.js';
import { sealAboutReport } from './message-actions.js';
import { result, strict, type Actions } from './outcome.js';
import { statement } from './statement-actions.js';

export const callActions: Actions = {
  'seal-task': (i) => sealAboutReport('task', i),
  'open-task': (i) =>
    result(openTask(i.bytes('secretKey'), i.bytes('sealed'), i.bytes('t0'), i.bytesList('signKeys'))),
  call: (i) =>
    statement(
      i,
      'call',
      callStatement({
        alertId: i.text('alertId'),
        taskDigest: i.bytes('taskDigest'),
        ticket: i.text('ticket'),
        outcome: i.text('outcome') as CallOutcome,
        at: i.time('at'),
      }),
    ),
  'verify-call': (i) => {
    const bytes = utf8(i.text('statement'));
    const read = strict(() => decodeCallStatement(bytes));
    if (read.outcome !== 'ok') return read;
    return verify('call', bytes, i.bytes('signature'), i.bytes('signKey')) ? read : { outcome: 'invalid' };
  },
};
