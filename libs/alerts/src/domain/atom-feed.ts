/** A member's CAP feed as Atom (RFC 4287): which entries there are, and nothing else. Pure. */
export interface FeedEntry {
  readonly id: string;
  readonly sentAt: Date;
}

const NEVER = new Date(0);

/** @param token as it stands in the address: its characters are those of base64url, which mean nothing in XML */
export function atomFeed(token: string, entries: readonly FeedEntry[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '<id>urn:amparo:feed</id>',
    '<title>Amparo</title>',
    `<updated>${(entries[0]?.sentAt ?? NEVER).toISOString()}</updated>`,
    '<author><name>Amparo</name></author>',
    ...entries.map(
      ({ id, sentAt }) =>
        `<entry><id>urn:uuid:${id}</id><title>notice</title><updated>${sentAt.toISOString()}</updated>` +
        `<link rel="alternate" type="application/cap+xml" href="${token}/${id}"/></entry>`,
    ),
    '</feed>',
    '',
  ].join('\n');
}
