/** Kinds of alleged perpetrators. Names of perpetrators are narrative, never a facet. */
import { type CodeList, type CodeOf, OTHER_AND_UNKNOWN } from '../entry.js';

export const PERPETRATORS = [
  { code: 'ST_POLICE', es: 'Policía', en: 'Police', pt: 'Polícia' },
  { code: 'ST_MILITARY', es: 'Fuerzas armadas', en: 'Armed forces', pt: 'Forças armadas' },
  {
    code: 'ST_LOCAL',
    es: 'Autoridad local o regional',
    en: 'Local or regional authority',
    pt: 'Autoridade local ou regional',
  },
  { code: 'ST_NATIONAL', es: 'Autoridad nacional', en: 'National authority', pt: 'Autoridade nacional' },
  { code: 'ST_JUSTICE', es: 'Jueces o fiscales', en: 'Judges or prosecutors', pt: 'Juízes ou promotores' },
  { code: 'CO_NATIONAL', es: 'Empresa nacional', en: 'National company', pt: 'Empresa nacional' },
  { code: 'CO_TNC', es: 'Empresa transnacional', en: 'Transnational company', pt: 'Empresa transnacional' },
  { code: 'CO_SECURITY', es: 'Seguridad privada', en: 'Private security', pt: 'Segurança privada' },
  { code: 'LANDOWNER', es: 'Hacendado o terrateniente', en: 'Landowner', pt: 'Fazendeiro ou latifundiário' },
  { code: 'IL_MINING', es: 'Minería ilegal', en: 'Illegal miners', pt: 'Garimpo ilegal' },
  { code: 'IL_LOGGING', es: 'Tala ilegal', en: 'Illegal loggers', pt: 'Madeireiros ilegais' },
  { code: 'IL_DRUGS', es: 'Narcotráfico', en: 'Drug traffickers', pt: 'Narcotráfico' },
  { code: 'IL_LANDTRAFFIC', es: 'Traficantes de tierras', en: 'Land traffickers', pt: 'Grileiros' },
  { code: 'SETTLERS', es: 'Colonos o invasores', en: 'Settlers or invaders', pt: 'Colonos ou invasores' },
  { code: 'HITMEN', es: 'Sicarios', en: 'Hired killers', pt: 'Pistoleiros' },
  { code: 'ORGCRIME', es: 'Crimen organizado', en: 'Organised crime', pt: 'Crime organizado' },
  { code: 'ARMED', es: 'Grupo armado', en: 'Armed group', pt: 'Grupo armado' },
  {
    code: 'POACHERS',
    es: 'Cazadores o pescadores furtivos',
    en: 'Poachers',
    pt: 'Caçadores ou pescadores ilegais',
  },
  {
    code: 'COMMUNITY',
    es: 'Personas de la comunidad',
    en: 'People of the community',
    pt: 'Pessoas da comunidade',
  },
  { code: 'FAMILY', es: 'Familia o pareja', en: 'Family or partner', pt: 'Família ou parceiro' },
  { code: 'OWN_ORG', es: 'Su propia organización', en: 'Own organisation', pt: 'A própria organização' },
  { code: 'IFI', es: 'Institución financiera', en: 'Financial institution', pt: 'Instituição financeira' },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;

export type Perpetrator = CodeOf<typeof PERPETRATORS>;
