/** Reports as people write them, with a mark of one's own in every field that holds words. */
import type { ReportDraft } from '#sdk';

export interface DraftOptions {
  readonly text?: string;
  readonly mode?: ReportDraft['mode'];
  readonly anonymous?: boolean;
  readonly routing?: Partial<ReportDraft['routing']>;
  /** Put into every field of free text. */
  readonly mark?: (field: string) => string;
}

export function draft(options: DraftOptions = {}): ReportDraft {
  const mark = options.mark ?? ((field: string) => `(${field})`);
  return {
    mode: options.mode ?? 'ordinary',
    routing: {
      acts: ['THR_DEATH'],
      imminence: 'now',
      urgency: null,
      department: '25',
      targets: ['IND'],
      sector: ['LOGGING'],
      perpetrators: ['IL_LOGGING'],
      needs: ['CS_LEGAL'],
      language: 'spa',
      consent: { tiers: ['T2'], named: [] },
      exclusions: [],
      raisers: [],
      ...options.routing,
    },
    narrative: {
      text: options.text ?? `Hombres armados en el puente ${mark('text')}`,
      occurredAt: '2026-11',
      recordedAt: '2026-11-20T10:00:00Z',
      place: `Quebrada Honda ${mark('place')}`,
      who: `El presidente de la comunidad ${mark('who')}`,
      exclusionsFreeText: `Que no lo sepa mi primo ${mark('exclusions')}`,
      sourceConnection: 'self',
    },
    identity: options.anonymous
      ? null
      : {
          name: `Persona Inventada ${mark('name')}`,
          contacts: `radio ${mark('contacts')}`,
          safeContact: `solo de noche ${mark('safe-contact')}`,
        },
    wordsLanguage: 'es',
  };
}
