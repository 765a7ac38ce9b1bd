/** The countries of the Amazon basin (ISO 3166-1), where reports are expected from. */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const COUNTRIES = [
  { code: 'PE', es: 'Perú', en: 'Peru', pt: 'Peru' },
  { code: 'BO', es: 'Bolivia', en: 'Bolivia', pt: 'Bolívia' },
  { code: 'BR', es: 'Brasil', en: 'Brazil', pt: 'Brasil' },
  { code: 'CO', es: 'Colombia', en: 'Colombia', pt: 'Colômbia' },
  { code: 'EC', es: 'Ecuador', en: 'Ecuador', pt: 'Equador' },
  { code: 'GF', es: 'Guayana Francesa', en: 'French Guiana', pt: 'Guiana Francesa' },
  { code: 'GY', es: 'Guyana', en: 'Guyana', pt: 'Guiana' },
  { code: 'SR', es: 'Surinam', en: 'Suriname', pt: 'Suriname' },
  { code: 'VE', es: 'Venezuela', en: 'Venezuela', pt: 'Venezuela' },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
