/** The business or conflict behind an act. */
import { type CodeList, type CodeOf, OTHER_AND_UNKNOWN } from '../entry.js';

export const SECTORS = [
  { code: 'MINING', es: 'Minería', en: 'Mining', pt: 'Mineração' },
  { code: 'AGRIBUSINESS', es: 'Agroindustria', en: 'Agribusiness', pt: 'Agronegócio' },
  { code: 'LOGGING', es: 'Madera', en: 'Logging', pt: 'Exploração de madeira' },
  { code: 'HYDROPOWER', es: 'Hidroeléctrica', en: 'Hydropower', pt: 'Hidrelétrica' },
  { code: 'OIL_GAS', es: 'Petróleo y gas', en: 'Oil and gas', pt: 'Petróleo e gás' },
  { code: 'OIL_PALM', es: 'Palma aceitera', en: 'Oil palm', pt: 'Dendê (óleo de palma)' },
  { code: 'CATTLE', es: 'Ganadería', en: 'Cattle', pt: 'Pecuária' },
  { code: 'COCA_DRUGS', es: 'Coca y drogas', en: 'Coca and drugs', pt: 'Coca e drogas' },
  { code: 'LAND_TRAFFIC', es: 'Tráfico de tierras', en: 'Land trafficking', pt: 'Grilagem de terras' },
  { code: 'POACHING', es: 'Caza furtiva', en: 'Poaching', pt: 'Caça ilegal' },
  { code: 'FISHING', es: 'Pesca', en: 'Fishing', pt: 'Pesca' },
  {
    code: 'ROADS_INFRA',
    es: 'Carreteras e infraestructura',
    en: 'Roads and infrastructure',
    pt: 'Estradas e infraestrutura',
  },
  { code: 'WATERWAY', es: 'Hidrovía', en: 'Waterway', pt: 'Hidrovia' },
  { code: 'CONSERVATION', es: 'Área de conservación', en: 'Conservation area', pt: 'Área de conservação' },
  { code: 'CARBON', es: 'Bonos de carbono', en: 'Carbon credits', pt: 'Créditos de carbono' },
  { code: 'TITLING', es: 'Titulación de tierras', en: 'Land titling', pt: 'Titulação de terras' },
  { code: 'TOURISM', es: 'Turismo', en: 'Tourism', pt: 'Turismo' },
  { code: 'WIND', es: 'Energía eólica', en: 'Wind power', pt: 'Energia eólica' },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;

export type Sector = CodeOf<typeof SECTORS>;
