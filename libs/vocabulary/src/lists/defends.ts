/** What the targeted people defend, or in which role they do it. Several. */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const DEFENDS = [
  { code: 'LAND', es: 'La tierra', en: 'Land', pt: 'A terra' },
  {
    code: 'TERRITORY',
    es: 'El territorio indígena',
    en: 'Indigenous territory',
    pt: 'O território indígena',
  },
  {
    code: 'CUSTOMARY',
    es: 'El derecho propio de su pueblo',
    en: 'Customary law',
    pt: 'O direito próprio de seu povo',
  },
  { code: 'ENV', es: 'El ambiente', en: 'The environment', pt: 'O meio ambiente' },
  { code: 'FOREST', es: 'El bosque', en: 'Forest', pt: 'A floresta' },
  { code: 'WATER', es: 'El agua', en: 'Water', pt: 'A água' },
  { code: 'FPIC', es: 'La consulta previa', en: 'Prior consultation', pt: 'A consulta prévia' },
  {
    code: 'PIACI',
    es: 'Pueblos en aislamiento o contacto inicial',
    en: 'Isolated or recently contacted peoples',
    pt: 'Povos isolados ou de recente contato',
  },
  { code: 'WOMEN', es: 'Los derechos de las mujeres', en: "Women's rights", pt: 'Os direitos das mulheres' },
  { code: 'LGBTIQ', es: 'Los derechos LGBTIQ+', en: 'LGBTIQ+ rights', pt: 'Os direitos LGBTIQ+' },
  { code: 'YOUTH', es: 'La niñez y la juventud', en: 'Children and youth', pt: 'A infância e a juventude' },
  {
    code: 'MONITOR',
    es: 'Monitor o monitora comunitaria',
    en: 'Community monitor',
    pt: 'Monitor ou monitora comunitária',
  },
  { code: 'RANGER', es: 'Guardaparque', en: 'Park ranger', pt: 'Guarda-parque' },
  {
    code: 'AUTHORITY',
    es: 'Autoridad comunal (apu)',
    en: 'Community authority (apu)',
    pt: 'Autoridade comunitária (apu)',
  },
  {
    code: 'GUARD',
    es: 'Ronda o guardia indígena',
    en: 'Community or Indigenous guard',
    pt: 'Ronda ou guarda indígena',
  },
  { code: 'JOURN', es: 'Periodismo', en: 'Journalism', pt: 'Jornalismo' },
  { code: 'LAWYER', es: 'Defensa legal', en: 'Legal defence', pt: 'Defesa jurídica' },
  { code: 'LABOUR', es: 'Derechos laborales', en: 'Labour rights', pt: 'Direitos trabalhistas' },
  {
    code: 'ANTICORR',
    es: 'Lucha contra la corrupción',
    en: 'Fight against corruption',
    pt: 'Luta contra a corrupção',
  },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
