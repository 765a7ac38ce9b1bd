/**
 * The blind tokens under which a report can be found (libs/crypto/PROTOCOL.md §2.5): its department and its act groups, for
 * the month of its receipt, and nothing else that the routing says.
 */
import { blindToken, monthOf } from '#crypto/search';
import { actGroupsOf, departmentOf, type Routing } from '#vocabulary';
import type { IndexKey } from '../secrets/key-files.js';

export interface SearchTokens {
  readonly area: number | null;
  readonly acts: readonly number[];
}

/** Of what dispatch could not open: a token would tell what nobody may know. */
export const NO_TOKENS: SearchTokens = { area: null, acts: [] };

export function searchTokens(
  routing: Pick<Routing, 'acts' | 'department'>,
  receivedAt: Date,
  index: readonly IndexKey[],
  epoch: number | null,
): SearchTokens {
  // The newest key where that of the epoch has not been brought here yet: members hold it too, and a report that cannot be
  // found is worse than one that is found under another key.
  const key = (index.find((candidate) => candidate.epoch === epoch) ?? index[0])?.key;
  if (!key) return NO_TOKENS;
  const month = monthOf(receivedAt);
  const acts = actGroupsOf(routing.acts).map((group) => blindToken(key, 'acts', group, month));
  return {
    area:
      routing.department === null ? null : blindToken(key, 'area', departmentOf(routing.department), month),
    acts: [...new Set(acts)].sort((a, b) => a - b),
  };
}
