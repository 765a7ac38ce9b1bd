/** State bodies of Peru that owe measures or answers. "The State" is never one addressee: each body is its own. */
import { type CodeList, type CodeOf, OTHER_AND_UNKNOWN } from '../entry.js';

export const AUTHORITIES = [
  {
    code: 'MINJUSDH',
    es: 'Ministerio de Justicia y Derechos Humanos',
    en: 'Ministry of Justice and Human Rights',
    pt: 'Ministério da Justiça e Direitos Humanos',
  },
  {
    code: 'MININTER_PNP',
    es: 'Ministerio del Interior y Policía Nacional',
    en: 'Ministry of the Interior and National Police',
    pt: 'Ministério do Interior e Polícia Nacional',
  },
  {
    code: 'MINAM',
    es: 'Ministerio del Ambiente',
    en: 'Ministry of the Environment',
    pt: 'Ministério do Ambiente',
  },
  { code: 'MINCUL', es: 'Ministerio de Cultura', en: 'Ministry of Culture', pt: 'Ministério da Cultura' },
  {
    code: 'MIMP',
    es: 'Ministerio de la Mujer y Poblaciones Vulnerables',
    en: 'Ministry of Women and Vulnerable Populations',
    pt: 'Ministério da Mulher e Populações Vulneráveis',
  },
  {
    code: 'RREE',
    es: 'Ministerio de Relaciones Exteriores',
    en: 'Ministry of Foreign Affairs',
    pt: 'Ministério das Relações Exteriores',
  },
  {
    code: 'MINEM',
    es: 'Ministerio de Energía y Minas',
    en: 'Ministry of Energy and Mines',
    pt: 'Ministério de Energia e Minas',
  },
  {
    code: 'MIDAGRI',
    es: 'Ministerio de Desarrollo Agrario y Riego',
    en: 'Ministry of Agrarian Development and Irrigation',
    pt: 'Ministério do Desenvolvimento Agrário e Irrigação',
  },
  {
    code: 'DEVIDA',
    es: 'Comisión para el Desarrollo y Vida sin Drogas (DEVIDA)',
    en: 'Commission for Development and Life without Drugs (DEVIDA)',
    pt: 'Comissão para o Desenvolvimento e Vida sem Drogas (DEVIDA)',
  },
  {
    code: 'SERNANP',
    es: 'Servicio de Áreas Naturales Protegidas (SERNANP)',
    en: 'Protected Areas Service (SERNANP)',
    pt: 'Serviço de Áreas Naturais Protegidas (SERNANP)',
  },
  {
    code: 'OEFA',
    es: 'Organismo de Fiscalización Ambiental (OEFA)',
    en: 'Environmental Enforcement Agency (OEFA)',
    pt: 'Órgão de Fiscalização Ambiental (OEFA)',
  },
  {
    code: 'SERFOR',
    es: 'Servicio Forestal y de Fauna Silvestre (SERFOR)',
    en: 'Forest and Wildlife Service (SERFOR)',
    pt: 'Serviço Florestal e de Fauna Silvestre (SERFOR)',
  },
  {
    code: 'PROCURADURIA_AMBIENTAL',
    es: 'Procuraduría ambiental',
    en: 'Environmental state attorney',
    pt: 'Procuradoria ambiental',
  },
  {
    code: 'MP_FEMA',
    es: 'Fiscalía ambiental (FEMA)',
    en: 'Environmental prosecutor (FEMA)',
    pt: 'Promotoria ambiental (FEMA)',
  },
  {
    code: 'MP_UDAVIT',
    es: 'Protección de víctimas y testigos (UDAVIT)',
    en: 'Victim and witness protection (UDAVIT)',
    pt: 'Proteção a vítimas e testemunhas (UDAVIT)',
  },
  { code: 'DEFENSORIA', es: 'Defensoría del Pueblo', en: 'Ombudsman', pt: 'Defensoria do Povo' },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;

export type Authority = CodeOf<typeof AUTHORITIES>;
