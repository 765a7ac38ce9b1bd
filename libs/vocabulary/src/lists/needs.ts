/**
 * What people need. State measures are those of Peru's Decreto Supremo 004-2021-JUS, articles 31 to 34, each with
 * the bodies that owe it (MINCUL adds cultural pertinence to every one); the rest is what civil society gives.
 */
import { type CodeList, type CodeOf, OTHER_AND_UNKNOWN } from '../entry.js';
import type { Authority } from './authorities.js';

export const NEEDS = [
  { code: 'PM_A', es: 'Patrullaje policial', en: 'Police patrols', pt: 'Patrulhas policiais' },
  { code: 'PM_B', es: 'Defensa pública', en: 'Public defence', pt: 'Defensoria pública' },
  { code: 'PM_C', es: 'Pronunciamiento público', en: 'Public statement', pt: 'Pronunciamento público' },
  { code: 'PM_D', es: 'Visita de apoyo', en: 'Support visit', pt: 'Visita de apoio' },
  {
    code: 'PM_E',
    es: 'Atención integral (Ley 30364)',
    en: 'Integral care (Law 30364)',
    pt: 'Atendimento integral (Lei 30364)',
  },
  { code: 'PM_F', es: 'Visa especial', en: 'Special visa', pt: 'Visto especial' },
  { code: 'PM_G', es: 'Asistencia consular', en: 'Consular support', pt: 'Assistência consular' },
  {
    code: 'PM_H',
    es: 'Supervisión ambiental',
    en: 'Environmental supervision',
    pt: 'Fiscalização ambiental',
  },
  {
    code: 'PM_I',
    es: 'Acción legal ambiental',
    en: 'Environmental legal action',
    pt: 'Ação judicial ambiental',
  },
  {
    code: 'PM_J',
    es: 'Víveres en zonas de erradicación',
    en: 'Supplies in eradication zones',
    pt: 'Mantimentos em zonas de erradicação',
  },
  { code: 'PM_K', es: 'Otra medida del Estado', en: 'Other State measure', pt: 'Outra medida do Estado' },
  { code: 'UM_A', es: 'Evacuación', en: 'Evacuation', pt: 'Evacuação' },
  { code: 'UM_B', es: 'Protección policial', en: 'Police protection', pt: 'Proteção policial' },
  { code: 'CS_PHYSICAL', es: 'Seguridad física', en: 'Physical security', pt: 'Segurança física' },
  { code: 'CS_DIGITAL', es: 'Seguridad digital', en: 'Digital security', pt: 'Segurança digital' },
  {
    code: 'CS_COMMS',
    es: 'Equipos de comunicación',
    en: 'Communications equipment',
    pt: 'Equipamento de comunicação',
  },
  { code: 'CS_TRAINING', es: 'Capacitación', en: 'Training', pt: 'Capacitação' },
  { code: 'CS_TRANSPORT', es: 'Transporte', en: 'Transport', pt: 'Transporte' },
  { code: 'CS_LEGAL', es: 'Apoyo legal', en: 'Legal support', pt: 'Apoio jurídico' },
  {
    code: 'CS_MEDICAL_PSYCHO',
    es: 'Atención médica o psicológica',
    en: 'Medical or psychological care',
    pt: 'Atendimento médico ou psicológico',
  },
  { code: 'CS_HUMANITARIAN', es: 'Ayuda humanitaria', en: 'Humanitarian aid', pt: 'Ajuda humanitária' },
  {
    code: 'CS_RELOCATION',
    es: 'Reubicación temporal',
    en: 'Temporary relocation',
    pt: 'Realocação temporária',
  },
  { code: 'CS_ADVOCACY', es: 'Incidencia', en: 'Advocacy', pt: 'Incidência' },
  { code: 'CS_ACCOMPANIMENT', es: 'Acompañamiento', en: 'Accompaniment', pt: 'Acompanhamento' },
  { code: 'CS_COLLECTIVE', es: 'Protección colectiva', en: 'Collective protection', pt: 'Proteção coletiva' },
  { code: 'CS_SPIRITUAL', es: 'Apoyo espiritual', en: 'Spiritual support', pt: 'Apoio espiritual' },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;

export type Need = CodeOf<typeof NEEDS>;

type StateMeasure = Extract<Need, `PM_${string}` | `UM_${string}`>;

/** Who owes each State measure. The decree names no single body for an evacuation or for "other" measures. */
export const OWED_BY: Readonly<Record<StateMeasure, readonly Authority[]>> = {
  PM_A: ['MININTER_PNP'],
  PM_B: ['MINJUSDH'],
  PM_C: ['MINJUSDH'],
  PM_D: ['MINJUSDH'],
  PM_E: ['MIMP'],
  PM_F: ['RREE'],
  PM_G: ['RREE'],
  PM_H: ['SERFOR', 'OEFA', 'PROCURADURIA_AMBIENTAL'],
  PM_I: ['SERFOR', 'OEFA', 'PROCURADURIA_AMBIENTAL'],
  PM_J: ['DEVIDA'],
  PM_K: [],
  UM_A: [],
  UM_B: ['MININTER_PNP'],
};

/** Owed at once, without waiting for the ordinary procedure. */
export const URGENT_MEASURES: readonly Need[] = ['UM_A', 'UM_B'];
