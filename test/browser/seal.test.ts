/** A report sealed in a browser opens in Node, and the other way round; and it takes less than a moment (DESIGN §8). */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeDirectory, decodeEnvelope, deriveDeskKeys, fromBase64Url, toBase64Url } from '#crypto';
import { openEnvelopeAsDesk } from '#crypto/open';
import { sealReport } from '#sdk';
import { decodeNarrative } from '#vocabulary';
import { holdTestCeremony, reportDraft } from '../../libs/sdk/src/deployment.fixture.js';
import { bundled } from './bundle.js';
import { findChromium, visit, type Visit } from './chromium.js';
import type { Given, Reported } from './seal.page.js';

const chromium = findChromium();
const ENTRY = `import { exchange } from './test/browser/seal.page.ts'; await exchange();`;
const [NODE, BROWSER] = ['Sealed in Node: ñandú', 'Sealed in Chromium: “¿quién?”'];

(chromium ? describe : describe.skip)('libs/sdk in Chromium', () => {
  let seen: Visit<Reported>;
  let deskKey: Uint8Array;
  beforeAll(async () => {
    const ceremony = await holdTestCeremony();
    const { directory } = ceremony.publication;
    deskKey = deriveDeskKeys(ceremony.secrets.desks.triage).seal.secretKey;
    const sealed = await sealReport(reportDraft(NODE), decodeDirectory(directory));
    if (!sealed.ok) throw new Error(sealed.reason);
    const given: Given = {
      directory: toBase64Url(directory),
      draft: reportDraft(BROWSER),
      envelope: toBase64Url(sealed.sealed.envelope),
      deskKey: toBase64Url(deskKey),
      rounds: 21,
    };
    seen = await visit(chromium ?? '', { script: await bundled(ENTRY), given });
  });

  it('opens what Node sealed', () => {
    expect(seen.reported.text).toBe(NODE);
  });

  it('seals what Node opens', () => {
    const decoded = decodeEnvelope(fromBase64Url(seen.reported.envelope));
    if (!decoded.ok) throw new Error(decoded.reason);
    expect(decoded.envelope.bytes).toHaveLength(8192);
    const opened = openEnvelopeAsDesk(deskKey, decoded.envelope);
    if (!opened.ok) throw new Error('unopened');
    expect(decodeNarrative(opened.narrative)).toMatchObject({ ok: true, value: { text: BROWSER } });
  });

  it('asks no other host for anything, and says how long sealing took', () => {
    expect(seen.origins).toEqual([seen.own]);
    expect(seen.complaints).toEqual([]);
    const times = [...seen.reported.sealMs].sort((a, b) => a - b);
    expect(times).toHaveLength(21);
    // A benchmark judges the number; a test on a busy machine only shows it.
    process.stderr.write(`seal a report in Chromium: median ${(times[10] ?? 0).toFixed(1)} ms\n`);
  });
});
