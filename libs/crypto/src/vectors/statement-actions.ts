/** What vectors of PROTOCOL.md §8 do. */
import { signAcceptance, verifyAcceptance } from '../acceptance.js';
import { fromUtf8 } from '../bytes.js';
import { sign, type SignLabel } from '../sign.js';
import * as statements from '../statements.js';
import { signWebhook, verifyWebhook } from '../webhook.js';
import { type Inputs } from './inputs.js';
import { result, ok, type Actions } from './outcome.js';

export const statement = (inputs: Inputs, label: SignLabel, bytes: Uint8Array) =>
  ok({ statement: fromUtf8(bytes), signature: sign(label, bytes, inputs.bytes('signSecretKey')) });

export const statementActions: Actions = {
  'sign-acceptance': (i) =>
    ok({
      receipt: signAcceptance({ digest: i.bytes('digest'), hour: i.time('time') }, i.bytes('signSecretKey')),
    }),
  'verify-acceptance': (i) =>
    result(verifyAcceptance(i.bytes('receipt'), i.bytes('digest'), i.bytesList('signKeys'))),
  'sign-in': (i) =>
    statement(
      i,
      'sign-in',
      statements.signInStatement({
        deployment: i.text('deployment'),
        origin: i.text('origin'),
        memberId: i.text('memberId'),
        nonce: i.bytes('nonce'),
        expires: i.time('expires'),
      }),
    ),
  acknowledgement: (i) =>
    statement(
      i,
      'acknowledgement',
      statements.acknowledgementStatement({
        alertId: i.text('alertId'),
        noticeDigest: i.bytes('noticeDigest'),
        ticket: i.text('ticket'),
        decision: i.text('decision') as statements.Decision,
        reason: i.json('reason') as string | null,
        at: i.time('at'),
      }),
    ),
  channel: (i) =>
    statement(
      i,
      'channel',
      statements.channelStatement({
        deployment: i.text('deployment'),
        channelId: i.text('channelId'),
        digest: i.bytes('digest'),
      }),
    ),
  publication: (i) =>
    statement(
      i,
      'publication',
      statements.publicationStatement({
        deployment: i.text('deployment'),
        head: i.bytes('head'),
        nonce: i.bytes('nonce'),
        expires: i.time('expires'),
      }),
    ),
  'sign-webhook': (i) =>
    ok({
      header: signWebhook(i.text('id'), i.number('timestamp'), i.text('body'), i.bytes('signSecretKey')),
    }),
  'verify-webhook': (i) =>
    result({
      ok: verifyWebhook(
        i.text('id'),
        i.number('timestamp'),
        i.text('body'),
        i.text('header'),
        i.bytesList('signKeys'),
      ),
    }),
};
