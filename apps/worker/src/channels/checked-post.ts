/** One POST to an address that a member or the operator wrote down: the check of where it goes, and the call, never apart. */
import type { RingResult } from '#alerts/domain';
import {
  checkTarget,
  type HttpResult,
  type OutgoingMessage,
  postTo,
  POST_TIMEOUT_MS,
  type Resolve,
} from '#outgoing';

export type CheckedPost = (
  url: string,
  message: OutgoingMessage,
) => Promise<HttpResult | Extract<RingResult, { kind: 'unfit' }>>;

export interface PostRules {
  /** `host:port` that may be private or without TLS. */
  readonly allowed: ReadonlySet<string>;
  readonly resolve: Resolve;
  readonly timeoutMs?: number;
}

export function checkedPost({ allowed, resolve, timeoutMs }: PostRules): CheckedPost {
  return async (url, message) => {
    const checked = await checkTarget(url, allowed, resolve);
    if (checked.ok) return postTo(checked.target, message, timeoutMs ?? POST_TIMEOUT_MS);
    switch (checked.reason) {
      case 'endpoint-invalid':
        return { kind: 'unfit', because: 'address-invalid' };
      case 'address-refused':
        return { kind: 'no-response', because: 'address-refused' };
      case 'name-not-found':
        return { kind: 'no-response', because: 'name' };
    }
  };
}
