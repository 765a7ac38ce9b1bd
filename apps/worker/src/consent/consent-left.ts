/**
 * What dispatch knows of a report after its reporter took consent back (libs/crypto/PROTOCOL.md §9.7). The labels lie sealed beside the
 * alert and are verified each time: whoever writes rows can keep one back, and cannot make one. Pure.
 */
import { type ConsentLabel, fromBase64Url, isConsentMarkOf } from '#crypto';
import { openConsentLabel } from '#crypto/dispatch';
import { consentMarkIn, narrowConsent, type Routing } from '#vocabulary';
import type { DispatchKey } from '../secrets/key-files.js';
import type { RoutingReading } from '../triage/read-routing.js';

export interface LabelReader {
  readonly deployment: string;
  readonly dispatch: readonly DispatchKey[];
}

/** Clocks of telephones differ, and day ends at midnight: a label of yesterday still counts for a report of today. */
const DAYS_APART = 1;

/** Null for what is not for this deployment, or not to be opened. */
export function readLabel(sealed: Uint8Array, { deployment, dispatch }: LabelReader): ConsentLabel | null {
  for (const { keys } of dispatch) {
    const opened = openConsentLabel(keys.secretKey, sealed);
    if (opened.ok) return opened.label.deployment === deployment ? opened.label : null;
  }
  return null;
}

/**
 * Of the same words, and not older than the report: otherwise a label that was kept back could silence help which the person has
 * asked for since.
 */
export function concerns({ signKey, day }: ConsentLabel, routing: Routing): boolean {
  const found = consentMarkIn(routing);
  return (
    found !== null && found.day <= day + DAYS_APART && isConsentMarkOf(signKey, fromBase64Url(found.mark))
  );
}

const NOTHING: Routing['consent'] = { tiers: [], named: [] };

export function afterLabels(
  reading: RoutingReading,
  labels: readonly Uint8Array[],
  reader: LabelReader,
): RoutingReading {
  if (reading.kind !== 'read') return reading;
  const consent = labels.reduce<Routing['consent']>((before, sealed) => {
    const label = readLabel(sealed, reader);
    // Something was taken back and nobody can say what: then everything was.
    return label?.consent && concerns(label, reading.routing)
      ? narrowConsent(before, label.consent)
      : NOTHING;
  }, reading.routing.consent);
  return { ...reading, routing: { ...reading.routing, consent } };
}
