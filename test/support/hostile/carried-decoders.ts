/** Files, codes and messages that strangers carry: on the way anybody may change them, and hand over others. */
import { envelopeDigest, randomBytes } from '#crypto';
import { joinParts, makeBundle, readBundle, readReceipts, splitIntoParts, writeReceipts } from '#sdk/carried';
import type { TestWorld } from '../../../apps/worker/test/world.js';
import { decoder, ofBytes, type Decoder } from './decoder.js';
import { hostileText } from './hostile-text.js';

const FEW = { inputs: 500 };

export async function carriedDecoders(world: TestWorld): Promise<readonly Decoder[]> {
  const envelopes = [await world.report(), await world.report({ mode: 'humans-only' })];
  const bundle = makeBundle(envelopes.map((envelope) => ({ envelope, claim: null })));
  const receipts = writeReceipts(
    envelopes.map((envelope) => ({ digest: envelopeDigest(envelope), receipt: randomBytes(69) })),
  );
  if (!bundle.ok || !receipts.ok) throw new Error('the samples are written');
  const parts = (['qr', 'message'] as const).flatMap((form) => {
    const split = splitIntoParts(receipts.bytes, form);
    return split.ok ? [split.parts] : [];
  });
  return [
    ofBytes('libs/sdk/src/carried/bundle.ts#readBundle', [bundle.bytes, receipts.bytes], readBundle, FEW),
    ofBytes(
      'libs/sdk/src/carried/receipts.ts#readReceipts',
      [receipts.bytes, bundle.bytes],
      readReceipts,
      FEW,
    ),
    decoder(
      'libs/sdk/src/carried/parts.ts#joinParts',
      FEW.inputs,
      [],
      (chance) => chance.pick(parts).map((part) => (chance.oneIn(2) ? hostileText(chance, [part]) : part)),
      joinParts,
    ),
  ];
}
