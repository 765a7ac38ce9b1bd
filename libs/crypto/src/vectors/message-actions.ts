/** What vectors of PROTOCOL.md §§ 5.9 and 6 do. */
import { utf8 } from '../bytes.js';
import * as dispatch from '../dispatch.js';
import { decodeDirectory } from '../documents/directory.js';
import { hash } from '../hash.js';
import * as messages from '../messages.js';
import * as open from '../open.js';
import { ownChannels, sealOwnChannelsWith } from '../own-channels.js';
import { replayedRandomness, type Inputs } from './inputs.js';
import { result, ok, type Actions } from './outcome.js';

function alertInput(inputs: Inputs): messages.AlertMessageInput {
  return {
    recipientKey: inputs.bytes('recipientKey'),
    T0: inputs.bytes('t0'),
    alertId: inputs.text('alertId'),
    purpose: inputs.text('purpose'),
    expires: inputs.time('expires'),
    body: inputs.json('body'),
  };
}

function deskEntry(inputs: Inputs) {
  const directory = decodeDirectory(utf8(inputs.text('directory')));
  const entry = directory.desks.find(
    (desk) => desk.desk === inputs.text('desk') && desk.epoch === inputs.number('epoch'),
  );
  if (!entry) throw new Error('this vector needs a desk that is in the directory');
  return entry;
}

export function sealAboutReport(label: 'triage-note' | 'likeness' | 'task', i: Inputs) {
  const input = { deskKey: i.bytes('recipientKey'), T0: i.bytes('t0'), body: i.json('body') };
  const random = replayedRandomness(i);
  return ok({ sealed: messages.sealAboutReportWith(random, label, input, i.bytes('signSecretKey')) });
}

export const messageActions: Actions = {
  'seal-notice': (i) =>
    ok({ sealed: messages.sealNoticeWith(replayedRandomness(i), alertInput(i), i.bytes('signSecretKey')) }),
  'open-notice': (i) =>
    result(open.openNotice(i.bytes('secretKey'), i.bytes('sealed'), i.bytesList('signKeys'))),
  'seal-capsule': (i) =>
    ok({ sealed: messages.sealCapsuleWith(replayedRandomness(i), alertInput(i), i.bytes('signSecretKey')) }),
  'open-capsule': (i) =>
    result(open.openCapsule(i.bytes('secretKey'), i.bytes('sealed'), i.bytesList('signKeys'))),
  'seal-triage-note': (i) => sealAboutReport('triage-note', i),
  'open-triage-note': (i) =>
    result(
      open.openTriageNote(i.bytes('secretKey'), i.bytes('sealed'), i.bytes('t0'), i.bytesList('signKeys')),
    ),
  'seal-likeness': (i) => sealAboutReport('likeness', i),
  'open-likeness': (i) =>
    result(
      open.openLikeness(i.bytes('secretKey'), i.bytes('sealed'), i.bytes('t0'), i.bytesList('signKeys')),
    ),
  'seal-own-channels': (i) => {
    // The document as it is written: the reader of the opener gives its parts their types.
    const own = ownChannels({ ...i.object('own').all(), kind: 'amparo/own-channels/1' });
    return ok({ sealed: sealOwnChannelsWith(replayedRandomness(i), i.bytes('recipientKey'), own) });
  },
  'open-own-channels': (i) => result(dispatch.openOwnChannels(i.bytes('secretKey'), i.bytes('sealed'))),
  'seal-grant': (i) => {
    const desk = i.text('desk') as 'triage' | 'safeguarding';
    const input = {
      memberKey: i.bytes('recipientKey'),
      desk,
      epoch: i.number('epoch'),
      seed: i.bytes('seed'),
    };
    return ok({ sealed: messages.sealGrantWith(replayedRandomness(i), input) });
  },
  'open-grant': (i) => {
    const opened = open.openGrant(i.bytes('secretKey'), i.bytes('sealed'), deskEntry(i));
    return opened.ok ? ok({ seed: opened.seed }) : result(opened);
  },
  'seal-roster-copy': (i) =>
    ok({
      digest: hash(
        messages.sealRosterCopyWith(replayedRandomness(i), i.bytes('recipientKey'), utf8(i.text('roster'))),
      ),
    }),
};
