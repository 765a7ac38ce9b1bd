/** What vectors of PROTOCOL.md §5 do. */
import { FormatError, utf8 } from '../bytes.js';
import { decodeHead } from '../documents/head.js';
import { decodePages } from '../documents/pages.js';
import { decodeRootPin } from '../documents/pin.js';
import { verifyDirectory, verifyDocument } from '../documents/verify-document.js';
import { verifyHead } from '../documents/verify-head.js';
import { hash } from '../hash.js';
import { result, ok, type Actions } from './outcome.js';

export const documentActions: Actions = {
  'verify-head': (i) => {
    const outcome = verifyHead(
      {
        bytes: utf8(i.text('head')),
        signatures: i
          .objects('signatures')
          .map((s) => ({ key: s.bytes('key'), signature: s.bytes('signature') })),
      },
      decodeRootPin(utf8(i.text('pin'))),
      {
        now: i.time('now'),
        production: i.json('production') === true,
        seen:
          i.json('seen') === null
            ? undefined
            : { version: i.object('seen').number('version'), hash: i.object('seen').bytes('hash') },
        freshness: i.objects('freshness').map((f) => ({
          statement: utf8(f.text('statement')),
          signature: f.bytes('signature'),
          witness: f.bytes('witness'),
        })),
      },
    );
    return outcome.ok ? ok({ hash: outcome.hash, warnings: outcome.warnings }) : result(outcome);
  },
  'decode-pages': (i) => {
    const document = utf8(i.text('pages'));
    try {
      return ok({ files: decodePages(document).files.length, hash: hash(document) });
    } catch (error) {
      if (error instanceof FormatError) return result({ ok: false, reason: 'malformed' });
      throw error;
    }
  },
  'verify-directory': (i) => {
    const outcome = verifyDirectory({ head: decodeHead(utf8(i.text('head'))) }, utf8(i.text('directory')));
    return outcome.ok ? ok({ currentKeySet: outcome.directory.currentKeySet }) : result(outcome);
  },
  'verify-document': (i) => {
    const name = i.text('document') as 'access' | 'grants' | 'policy' | 'roster';
    const outcome = verifyDocument({ head: decodeHead(utf8(i.text('head'))) }, name, utf8(i.text('bytes')));
    return outcome.ok ? ok({ version: outcome.document.version }) : result(outcome);
  },
};
