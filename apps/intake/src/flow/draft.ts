/**
 * What a person has answered so far. It lives in the page's memory and nowhere else: no storage, no address, no history
 * (DESIGN §5.1). Every field may stay as it is here: nothing is asked for that a report cannot do without.
 */
import type { Mode } from '#sdk';
import type { Imminence, ReportConsentTier, SourceConnection } from '#vocabulary';

/** A voice note, a picture, a video, a document, as the person gave it. */
export interface Attached {
  readonly kind: 'voice' | 'photo' | 'video' | 'document';
  readonly name: string;
  readonly type: string;
  readonly bytes: Blob;
  /** `original` where nothing is said. */
  readonly form?: 'original' | 'stripped' | 'masked';
  /** What a stripped copy was drawn from, and whether it goes as well. */
  readonly source?: Blob;
  readonly withSource?: boolean;
}

export type DangerNow = 'now' | 'no' | 'unsure';

/** As much of a date as is known; each part is the text of its field. */
export interface KnownDate {
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

/** When and how it is safe to be contacted, and what never to do. */
export interface SafeContact {
  readonly when: string;
  readonly how: string;
  readonly phrase: string;
  readonly never: string;
}

export interface Draft {
  readonly danger: DangerNow | null;
  readonly teller: SourceConnection | null;
  readonly targets: readonly string[];
  /** In the order of choosing: the first is the primary act. */
  readonly acts: readonly string[];
  readonly text: string;
  readonly attached: readonly Attached[];
  readonly when: Exclude<Imminence, 'now'> | null;
  readonly date: KnownDate;
  readonly country: string;
  readonly department: string;
  readonly province: string;
  readonly place: string;
  readonly perpetrators: readonly string[];
  readonly who: string;
  readonly raisers: readonly string[];
  readonly needs: readonly string[];
  readonly tiers: readonly ReportConsentTier[];
  readonly named: readonly string[];
  /** Organisations of the signed directory, by id. */
  readonly exclusions: readonly string[];
  readonly exclusionsText: string;
  readonly reading: Mode;
  readonly contact: 'none' | 'given' | null;
  readonly name: string;
  readonly contacts: string;
  readonly safe: SafeContact;
  /** The reporter's own code for the real conversation; empty for none. */
  readonly code: string;
}

export const EMPTY_DRAFT: Draft = {
  danger: null,
  teller: null,
  targets: [],
  acts: [],
  text: '',
  attached: [],
  when: null,
  date: { year: '', month: '', day: '' },
  country: '',
  department: '',
  province: '',
  place: '',
  perpetrators: [],
  who: '',
  raisers: [],
  needs: [],
  tiers: [],
  named: [],
  exclusions: [],
  exclusionsText: '',
  reading: 'ordinary',
  contact: null,
  name: '',
  contacts: '',
  safe: { when: '', how: '', phrase: '', never: '' },
  code: '',
};

/** The formats' own bounds (libs/vocabulary/src/report): more could not be sealed, and is better said at once than at the end. */
export const MOST = {
  acts: 8,
  targets: 8,
  perpetrators: 8,
  raisers: 8,
  needs: 10,
  named: 8,
  exclusions: 8,
  text: 60_000,
  place: 1_000,
  who: 2_000,
  exclusionsText: 1_000,
  name: 80,
  contacts: 200,
  safe: 90,
  code: 80,
} as const;

/** A report is one of: words, a voice or a file, choices. Everything else may be left out. */
export const isEnough = ({ text, attached, acts }: Pick<Draft, 'text' | 'attached' | 'acts'>): boolean =>
  text.trim() !== '' || attached.length > 0 || acts.length > 0;

/** Whether leaving now would lose something that a person gave. */
export const isTouched = (draft: Draft): boolean => draft !== EMPTY_DRAFT;

/** Adds or takes away one code, at the end, so that the order of choosing stays; no more than `most`. */
export function toggled<T extends string>(codes: readonly T[], code: T, most: number): readonly T[] {
  if (codes.includes(code)) return codes.filter((one) => one !== code);
  return codes.length < most ? [...codes, code] : codes;
}
