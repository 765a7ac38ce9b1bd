/**
 * Whether an address is one on the public internet. A webhook's owner chooses its name, and a name may resolve to the
 * machine itself, to its neighbours or to a cloud's metadata service: each resolved address is checked, and the
 * connection is made to the checked address, not to the name again.
 * Source: IANA special-purpose address registries for IPv4 and IPv6. What is not known to be public is refused.
 */
import { BlockList, isIP } from 'node:net';

const NOT_PUBLIC_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, cloud metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relay, retired
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** A NAT64 (RFC 6052) connects to the IPv4 address in the last 32 bits: the same addresses are refused behind it. */
const NAT64 = '64:ff9b::';

const NOT_PUBLIC_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // protocol assignments: Teredo, ORCHID, benchmarks
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: carries an IPv4 address, perhaps a private one
  ['3fff::', 20], // documentation
  ...NOT_PUBLIC_V4.map(([network, prefix]) => [NAT64 + network, 96 + prefix] as const),
];

/** Everything else is loopback, local, mapped, multicast or not yet given out. */
const GLOBAL_V6: readonly (readonly [string, number])[] = [
  ['2000::', 3],
  [NAT64, 96],
];

const notPublicV4 = listOf(NOT_PUBLIC_V4, 'ipv4');
const notPublicV6 = listOf(NOT_PUBLIC_V6, 'ipv6');
const globalV6 = listOf(GLOBAL_V6, 'ipv6');

/** Of an address as a resolver returns it; a name, a bracketed address or an odd spelling is not public. */
export function isPublicAddress(address: string): boolean {
  // A zone ("%eth0") belongs to addresses of one link only.
  if (address.includes('%')) return false;
  const version = isIP(address);
  if (version === 4) return !notPublicV4.check(address, 'ipv4');
  return version === 6 && globalV6.check(address, 'ipv6') && !notPublicV6.check(address, 'ipv6');
}

function listOf(networks: readonly (readonly [string, number])[], version: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, version);
  return list;
}
