/** Who is targeted. */
import { type CodeList, type CodeOf, OTHER_AND_UNKNOWN } from '../entry.js';

export const TARGET_KINDS = [
  { code: 'IND', es: 'Una persona', en: 'An individual', pt: 'Uma pessoa' },
  { code: 'FAM', es: 'Familia o dependientes', en: 'Family or dependants', pt: 'Família ou dependentes' },
  {
    code: 'LEG',
    es: 'Abogada, abogado o representante',
    en: 'Lawyer or representative',
    pt: 'Advogada, advogado ou representante',
  },
  {
    code: 'ORG',
    es: 'Organización o federación',
    en: 'Organisation or federation',
    pt: 'Organização ou federação',
  },
  { code: 'COM', es: 'Comunidad', en: 'Community', pt: 'Comunidade' },
  {
    code: 'PUE',
    es: 'Pueblo o territorio indígena',
    en: 'Indigenous people or territory',
    pt: 'Povo ou território indígena',
  },
  { code: 'NET', es: 'Red o colectivo', en: 'Network or collective', pt: 'Rede ou coletivo' },
  {
    code: 'ACC',
    es: 'Persona aliada o acompañante',
    en: 'Ally or companion',
    pt: 'Pessoa aliada ou acompanhante',
  },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;

export type TargetKind = CodeOf<typeof TARGET_KINDS>;
