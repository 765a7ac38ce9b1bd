/** How much harm a field does in the wrong hands (levels of OCHA's data responsibility guidelines). */
import { type CodeList } from '../entry.js';

export const SENSITIVITY = [
  { code: 'SEVERE', es: 'Severa', en: 'Severe', pt: 'Severa' },
  { code: 'HIGH', es: 'Alta', en: 'High', pt: 'Alta' },
  { code: 'MODERATE', es: 'Moderada', en: 'Moderate', pt: 'Moderada' },
  { code: 'LOW', es: 'Baja', en: 'Low', pt: 'Baixa' },
] as const satisfies CodeList;
