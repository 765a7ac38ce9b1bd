/** What vectors of PROTOCOL.md §2.5, §2.6 and of likenesses (§6.1) do. */
import { deriveDeskKeys } from '../keys.js';
import type { Json } from '../canonical-json.js';
import { bundleToken } from '../bundle.js';
import { blindToken, monthOf, type Facet } from '../search.js';
import { ok, type Actions } from './outcome.js';

export const searchActions: Actions = {
  'derive-index-key': (i) => ok({ index: deriveDeskKeys(i.bytes('seed')).index }),
  'blind-token': (i) => {
    const month = monthOf(i.time('at'));
    const facet = i.text('facet') as Facet;
    return ok({ month, token: blindToken(i.bytes('indexKey'), facet, i.text('value'), month) });
  },
  'bundle-token': (i) =>
    ok({ token: bundleToken(i.bytes('secretKey'), i.json('facets') as Readonly<Record<string, Json>>) }),
};
