/**
 * Requests that each carry another envelope. Sealing thousands takes longer than accepting them, so a few hundred really sealed
 * ones are varied by 18 fresh random bytes in their sealed part: the api reads only the outer form, and takes each for its own.
 */
import { randomBytes } from 'node:crypto';
import { submitReport } from '../../libs/sdk/src/operations.js';
import { postRequest } from './socket-client.js';

/** In characters of base64url from the envelope's start: inside the custody boxes, and a whole number of four-character groups. */
const VARIED_AT = 4000;
const MARK = '"envelope":"';

export interface Submissions {
  next(): Buffer;
}

export function submissions(envelopes: readonly string[]): Submissions {
  const requests = envelopes.map((envelope) =>
    postRequest(JSON.stringify({ query: submitReport.document, variables: { input: { envelope } } })),
  );
  let turn = 0;
  return {
    next() {
      const request = Buffer.from(requests[turn++ % requests.length] ?? []);
      request.write(
        randomBytes(18).toString('base64url'),
        request.indexOf(MARK) + MARK.length + VARIED_AT,
        'latin1',
      );
      return request;
    },
  };
}
