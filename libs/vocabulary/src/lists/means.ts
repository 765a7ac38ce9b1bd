/** Facet of an act: how it reached the person. */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const MEANS = [
  { code: 'IN_PERSON', es: 'En persona', en: 'In person', pt: 'Pessoalmente' },
  { code: 'PHONE', es: 'Llamada telefónica', en: 'Phone call', pt: 'Ligação telefônica' },
  { code: 'MESSAGE', es: 'Mensaje', en: 'Message', pt: 'Mensagem' },
  { code: 'SOCIAL_NETWORK', es: 'Red social', en: 'Social network', pt: 'Rede social' },
  { code: 'LETTER', es: 'Carta o panfleto', en: 'Letter or leaflet', pt: 'Carta ou panfleto' },
  { code: 'SHOTS', es: 'Disparos', en: 'Shots fired', pt: 'Disparos' },
  {
    code: 'THIRD_PARTY',
    es: 'Por medio de otra persona',
    en: 'Through someone else',
    pt: 'Por meio de outra pessoa',
  },
  { code: 'DRONE', es: 'Dron', en: 'Drone', pt: 'Drone' },
  { code: 'COURT', es: 'Juzgado o fiscalía', en: 'Court or prosecutor', pt: 'Tribunal ou promotoria' },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
