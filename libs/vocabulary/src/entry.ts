/**
 * What a vocabulary is: rows of a code and its name in each language that a person may read it in.
 * Reports store codes, never names, so that a name can be corrected without touching a sealed report.
 */
export const INTERFACE_LANGUAGES = ['es', 'en', 'pt'] as const;
export type InterfaceLanguage = (typeof INTERFACE_LANGUAGES)[number];

export type Labels = Readonly<Record<InterfaceLanguage, string>>;
export interface Entry extends Labels {
  readonly code: string;
}
export type CodeList = readonly Entry[];
export type CodeOf<L extends CodeList> = L[number]['code'];

/** The last two rows of every list that a person chooses from: nobody is forced into a wrong answer. */
export const OTHER_AND_UNKNOWN = [
  { code: 'OTHER', es: 'Otro', en: 'Other', pt: 'Outro' },
  { code: 'UNKNOWN', es: 'No se sabe', en: 'Not known', pt: 'Não se sabe' },
] as const satisfies CodeList;
