/** Runs in Chromium: seals what Node will open, opens what Node has sealed, with the sdk as a page would use it. */
import { cryptoReady, decodeDirectory, decodeEnvelope, fromBase64Url, toBase64Url } from '#crypto';
import { openEnvelopeAsDesk } from '#crypto/open';
import { sealReport, type ReportDraft } from '#sdk';
import { decodeNarrative } from '#vocabulary';

export interface Given {
  readonly directory: string;
  readonly draft: ReportDraft;
  readonly envelope: string;
  readonly deskKey: string;
  readonly rounds: number;
}
export interface Reported {
  readonly envelope: string;
  readonly text: string | null;
  readonly sealMs: readonly number[];
}

/** libs/sdk is checked without the types of a browser. */
declare const fetch: (url: string, init?: object) => Promise<{ json(): Promise<unknown> }>;
declare const performance: { now(): number };

export async function exchange(): Promise<void> {
  await cryptoReady();
  const given = (await (await fetch('/given')).json()) as Given;
  const directory = decodeDirectory(fromBase64Url(given.directory));
  const sealMs: number[] = [];
  let envelope = '';
  for (let round = 0; round < given.rounds; round += 1) {
    const from = performance.now();
    const outcome = await sealReport(given.draft, directory);
    sealMs.push(performance.now() - from);
    if (!outcome.ok) throw new Error(outcome.reason);
    envelope = toBase64Url(outcome.sealed.envelope);
  }
  const decoded = decodeEnvelope(fromBase64Url(given.envelope));
  if (!decoded.ok) throw new Error(decoded.reason);
  const opened = openEnvelopeAsDesk(fromBase64Url(given.deskKey), decoded.envelope);
  const narrative = opened.ok ? decodeNarrative(opened.narrative) : null;
  const text = narrative?.ok ? narrative.value.text : null;
  const reported: Reported = { envelope, text, sealMs };
  await fetch('/report', { method: 'POST', body: JSON.stringify(reported) });
}
