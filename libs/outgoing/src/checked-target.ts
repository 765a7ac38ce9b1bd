/**
 * Where a request to somebody else's address may go (THREAT-MODEL.md, Standard Webhooks 1.0 "Server Side Request Forgery"): https to public addresses,
 * unless the operator configured host:port. A member's endpoint is a member's text: without this, one turned ally makes
 * the worker knock on the database, on a cloud's metadata service, or on a neighbour's printer.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { isPublicAddress } from './public-address.js';

/** The one address that was checked. Whoever connects must use it and not ask the resolver again (DNS rebinding). */
export interface CheckedTarget {
  readonly url: URL;
  readonly address: string;
  readonly family: 4 | 6;
}

type TargetRefusal = 'endpoint-invalid' | 'address-refused' | 'name-not-found';

export type TargetOutcome =
  | { readonly ok: true; readonly target: CheckedTarget }
  | { readonly ok: false; readonly reason: TargetRefusal };

interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

const RESOLVE_TIMEOUT_MS = 5_000;

/** The system's resolver cannot be interrupted, so it is given a time after which nobody waits for it. */
export const systemResolve: Resolve = async (host) => {
  const timer = new AbortController();
  const late = setTimeout(RESOLVE_TIMEOUT_MS, [], { signal: timer.signal });
  const addresses = lookup(host, { all: true, verbatim: true });
  return Promise.race([addresses, late]).finally(() => {
    timer.abort();
    late.catch(() => undefined);
  });
};

export async function checkTarget(
  text: string,
  allowed: ReadonlySet<string>,
  resolve: Resolve = systemResolve,
): Promise<TargetOutcome> {
  const url = parseTarget(text);
  if (!url) return { ok: false, reason: 'endpoint-invalid' };
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const configured = allowed.has(`${url.hostname}:${port}`);
  if (url.protocol !== 'https:' && !configured) return { ok: false, reason: 'endpoint-invalid' };

  const addresses = await addressesOf(url.hostname, resolve);
  const [first] = addresses;
  if (!first) return { ok: false, reason: 'name-not-found' };
  // Every address, not the first: a name with one public and one private address would otherwise pass by luck.
  if (!configured && !addresses.every(({ address }) => isPublicAddress(address))) {
    return { ok: false, reason: 'address-refused' };
  }
  return { ok: true, target: { url, address: first.address, family: first.family === 6 ? 6 : 4 } };
}

function parseTarget(text: string): URL | null {
  if (text.length > 2048 || !URL.canParse(text)) return null;
  const url = new URL(text);
  // Credentials in an address would be sent, stored and sooner or later logged.
  if (url.username !== '' || url.password !== '') return null;
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}

async function addressesOf(hostname: string, resolve: Resolve): Promise<readonly ResolvedAddress[]> {
  // The URL parser has already turned 0x7f.1 and 2130706433 into 127.0.0.1, so that no spelling of an address slips by.
  const literal = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  if (family !== 0) return [{ address: literal, family }];
  try {
    return await resolve(hostname);
  } catch {
    return [];
  }
}
