/**
 * Circumstances that make any act more dangerous. Each lifts urgency one level, with its reason shown
 * (a proposal of this project, for partners to ratify; the rules are in urgency/urgency-rules.ts).
 */
import { type CodeList, type CodeOf } from '../entry.js';

export const RAISERS = [
  {
    code: 'GENDER',
    es: 'Ataque por ser mujer o por su género',
    en: 'Attacked as a woman or for their gender',
    pt: 'Ataque por ser mulher ou por seu gênero',
  },
  {
    code: 'CHILDREN',
    es: 'Hay niñas o niños en riesgo',
    en: 'Children are at risk',
    pt: 'Há crianças em risco',
  },
  { code: 'PRIOR_THREAT', es: 'Hubo amenazas antes', en: 'Threatened before', pt: 'Houve ameaças antes' },
  {
    code: 'PRIOR_KILLING',
    es: 'Ya mataron a alguien de la comunidad',
    en: 'Somebody of the community was killed before',
    pt: 'Já mataram alguém da comunidade',
  },
  {
    code: 'PIACI',
    es: 'Pueblos en aislamiento o contacto inicial',
    en: 'Isolated or recently contacted peoples',
    pt: 'Povos isolados ou de recente contato',
  },
  {
    code: 'ISOLATION',
    es: 'Lugar sin señal o a más de un día de viaje',
    en: "No signal, or more than a day's travel away",
    pt: 'Lugar sem sinal ou a mais de um dia de viagem',
  },
  {
    code: 'FAILED_MEASURE',
    es: 'La protección del Estado falló',
    en: 'State protection failed',
    pt: 'A proteção do Estado falhou',
  },
  {
    code: 'HEARING_PENDING',
    es: 'Hay una audiencia próxima',
    en: 'A hearing is coming up',
    pt: 'Há uma audiência próxima',
  },
  {
    code: 'OTHER',
    es: 'Otra razón que aumenta el peligro',
    en: 'Another reason for more danger',
    pt: 'Outra razão que aumenta o perigo',
  },
  { code: 'UNKNOWN', es: 'No se sabe', en: 'Not known', pt: 'Não se sabe' },
] as const satisfies CodeList;

export type Raiser = CodeOf<typeof RAISERS>;
