/**
 * Consent: what a reporter allows, from nothing beyond the desk upwards. T0 is the absence of every other tier.
 * The TLP column is FIRST's Traffic Light Protocol 2.0, which is never translated.
 */
import type { Entry } from '../entry.js';

export const CONSENT_TIERS = [
  { code: 'T0', es: 'Solo registro', en: 'Record only', pt: 'Somente registro', tlp: 'TLP:RED' },
  {
    code: 'T1',
    es: 'Aliados nombrados',
    en: 'Named allies',
    pt: 'Aliados nomeados',
    tlp: 'TLP:AMBER+STRICT',
  },
  { code: 'T2', es: 'Red de aliados', en: 'Network of allies', pt: 'Rede de aliados', tlp: 'TLP:AMBER' },
  {
    code: 'T3',
    es: 'Incidencia confidencial',
    en: 'Confidential advocacy',
    pt: 'Incidência confidencial',
    tlp: 'TLP:AMBER',
  },
  { code: 'T4', es: 'Estadística', en: 'Statistics', pt: 'Estatística', tlp: 'TLP:CLEAR' },
  { code: 'T5', es: 'Público', en: 'Public', pt: 'Público', tlp: 'TLP:CLEAR' },
] as const satisfies readonly (Entry & { readonly tlp: `TLP:${string}` })[];

/**
 * What a report can ask for at sealing. T5 is missing on purpose: nothing becomes public before somebody approved
 * its text.
 */
export const CONSENT_TIERS_IN_REPORT = ['T1', 'T2', 'T3', 'T4'] as const;
export type ReportConsentTier = (typeof CONSENT_TIERS_IN_REPORT)[number];
