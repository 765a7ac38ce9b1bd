/** The report of the story and the desk's answer: invented, like every name in the demo. */
import type { ReportDraft } from '#sdk';

export const TEXT = `Anoche llegaron tres hombres armados a la casa comunal de Puerto Sereno. Dijeron que si la guardia no deja pasar la madera, matarán a su presidente. Él está escondido con su familia y no puede volver a su casa. Dijeron que regresan hoy, antes de que oscurezca.
`;
export const ANSWER =
  'La recibimos. Hay una abogada en camino y una casa segura lista para la familia. No vuelvan hoy a la comunidad; llamen al número de siempre cuando estén en la carretera.';
/** It excludes the municipality, which the story then shows to have received nothing. */
export function draft(municipality: string): ReportDraft {
  return {
    mode: 'ordinary',
    routing: {
      acts: ['THR_DEATH', 'HAR_INTIMIDATION'],
      imminence: 'now',
      urgency: 'U1',
      department: '25',
      targets: ['IND', 'COM'],
      sector: ['LOGGING'],
      perpetrators: ['IL_LOGGING'],
      needs: ['CS_LEGAL', 'CS_RELOCATION'],
      language: 'spa',
      consent: { tiers: ['T2'], named: [] },
      exclusions: [municipality],
      raisers: ['ISOLATION'],
    },
    narrative: {
      text: TEXT,
      occurredAt: null,
      recordedAt: `${new Date().toISOString().slice(0, 19)}Z`,
      place: 'Casa comunal de Puerto Sereno, a orillas del Ucayali',
      who: 'El presidente de la comunidad y su familia',
      exclusionsFreeText: null,
      sourceConnection: 'third-party',
    },
    identity: {
      name: 'Operadora de radio',
      contacts: 'radio 7.1 MHz, 6 de la mañana',
      safeContact: 'solo por radio',
    },
    wordsLanguage: 'es',
  };
}
