/** One sealed report as a file that anybody may carry (libs/sdk/BUNDLE.md). Apart from the first load: few take a report out. */
import { envelopeDigest, equalBytes } from '#crypto';
import type { Storage } from '#sdk';
import { makeBundle } from '#sdk/carried';

export async function carriedFile(
  storage: Storage,
  digest: Uint8Array,
  channelId: string | null,
): Promise<Uint8Array | null> {
  const claim = channelId === null ? null : { id: channelId, signature: null };
  for (const name of await storage.list('outbox/')) {
    const envelope = await storage.get(name);
    if (!envelope || !equalBytes(envelopeDigest(envelope), digest)) continue;
    const made = makeBundle([{ envelope, claim }]);
    return made.ok ? made.bytes : null;
  }
  return null;
}
