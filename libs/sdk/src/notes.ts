/**
 * What the worker sealed to the triage desk beside a report: why it is urgent, the codes to filter by, and which reports it
 * resembles (libs/crypto/PROTOCOL.md §6.1). Opened here; whatever does not open, or has another shape, is simply not there.
 */
import { openLikeness, openTriageNote } from '#crypto/open';
import type { HeldDesk } from './member-keys.js';
import { flag, list, nullable, oneOf, record, ShapeError, text, type Decode } from './shape.js';

/** Codes: a newer worker's are kept. */
export interface Facets {
  readonly department: string | null;
  readonly acts: readonly string[];
}

/** Why triage decided as it did, sealed to the desk by the worker. */
export interface TriageReasons {
  readonly urgency: string | null;
  readonly base: string | null;
  readonly raised: readonly { readonly raiser: string; readonly from: string; readonly to: string }[];
  readonly reasons: readonly { readonly code: string; readonly because: string }[];
  /** Who was not told, and why: the desk must not find out from them. */
  readonly withheld: readonly { readonly organisation: string; readonly because: string }[];
  /** A drill on the live path; an older worker does not say. */
  readonly exercise: boolean | null;
  /** null where the note was written without them, or there was no room. */
  readonly facets: Facets | null;
}

export interface Similar {
  readonly reportId: string;
  /** `duplicate`: very likely the same happening told twice. `cluster`: part of one pattern. For a person to decide. */
  readonly kind: 'duplicate' | 'cluster';
  readonly reasons: readonly string[];
}

const reasonsShape: Decode<TriageReasons> = record({
  urgency: nullable(text),
  base: nullable(text),
  raised: list(record({ raiser: text, from: text, to: text })),
  reasons: list(record({ code: text, because: text })),
  withheld: list(record({ organisation: text, because: text })),
  exercise: nullable(flag),
  facets: nullable(record({ department: nullable(text), acts: list(text) })),
});

const likenessShape = record({
  similar: list(record({ report: text, kind: oneOf('duplicate', 'cluster'), reasons: list(text) })),
});

type Opened = { readonly ok: true; readonly body: unknown } | { readonly ok: false };

function readAs<T>(shape: Decode<T>, opened: Opened): T | null {
  if (!opened.ok) return null;
  try {
    return shape(opened.body);
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}

export interface NoteReader {
  reasons(T0: Uint8Array | null, sealed: Uint8Array | null): TriageReasons | null;
  similar(T0: Uint8Array | null, sealed: Uint8Array | null): readonly Similar[];
}

/** The newest epoch first: most notes are sealed to it. */
export function createNoteReader(
  desks: readonly HeldDesk[],
  dispatchSign: readonly Uint8Array[],
): NoteReader {
  const held = [...desks].sort((a, b) => b.epoch - a.epoch);
  function withAny<T>(
    open: typeof openTriageNote,
    shape: Decode<T>,
    T0: Uint8Array | null,
    sealed: Uint8Array | null,
  ): T | null {
    if (!T0 || !sealed) return null;
    for (const { keys } of held) {
      const read = readAs(shape, open(keys.seal.secretKey, sealed, T0, dispatchSign));
      if (read) return read;
    }
    return null;
  }
  return {
    reasons: (T0, sealed) => withAny(openTriageNote, reasonsShape, T0, sealed),
    similar: (T0, sealed) =>
      (withAny(openLikeness, likenessShape, T0, sealed)?.similar ?? []).map(({ report, kind, reasons }) => ({
        reportId: report,
        kind,
        reasons,
      })),
  };
}

/** A link is sealed beside the later report only; both are shown it where both are on the page. */
export function joinSimilar<E extends { readonly reportId: string; readonly similar: readonly Similar[] }>(
  entries: readonly E[],
): readonly E[] {
  return entries.map((entry) => {
    const known = new Set(entry.similar.map(({ reportId }) => reportId));
    const back = entries.flatMap(({ reportId, similar }) =>
      known.has(reportId)
        ? []
        : similar.filter((link) => link.reportId === entry.reportId).map((link) => ({ ...link, reportId })),
    );
    return back.length === 0 ? entry : { ...entry, similar: [...entry.similar, ...back] };
  });
}
