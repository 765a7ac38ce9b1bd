/**
 * Peru's departments, and the provinces of the Amazon departments, by UBIGEO in INEI's numbering (2 and 4 digits).
 * RENIEC numbers most rows differently: an importer must record which of the two a partner sends.
 */
export interface Department {
  readonly code: string;
  readonly name: string;
  /** 'part': the Amazon lowlands are only a part of this department. */
  readonly amazon: 'whole' | 'part' | 'no';
}

export const DEPARTMENTS: readonly Department[] = [
  { code: '01', name: 'Amazonas', amazon: 'whole' },
  { code: '02', name: 'Áncash', amazon: 'no' },
  { code: '03', name: 'Apurímac', amazon: 'no' },
  { code: '04', name: 'Arequipa', amazon: 'no' },
  { code: '05', name: 'Ayacucho', amazon: 'part' },
  { code: '06', name: 'Cajamarca', amazon: 'part' },
  { code: '07', name: 'Callao', amazon: 'no' },
  { code: '08', name: 'Cusco', amazon: 'part' },
  { code: '09', name: 'Huancavelica', amazon: 'no' },
  { code: '10', name: 'Huánuco', amazon: 'whole' },
  { code: '11', name: 'Ica', amazon: 'no' },
  { code: '12', name: 'Junín', amazon: 'whole' },
  { code: '13', name: 'La Libertad', amazon: 'no' },
  { code: '14', name: 'Lambayeque', amazon: 'no' },
  { code: '15', name: 'Lima', amazon: 'no' },
  { code: '16', name: 'Loreto', amazon: 'whole' },
  { code: '17', name: 'Madre de Dios', amazon: 'whole' },
  { code: '18', name: 'Moquegua', amazon: 'no' },
  { code: '19', name: 'Pasco', amazon: 'whole' },
  { code: '20', name: 'Piura', amazon: 'no' },
  { code: '21', name: 'Puno', amazon: 'part' },
  { code: '22', name: 'San Martín', amazon: 'whole' },
  { code: '23', name: 'Tacna', amazon: 'no' },
  { code: '24', name: 'Tumbes', amazon: 'no' },
  { code: '25', name: 'Ucayali', amazon: 'whole' },
];

/** In the order of their codes: the first province of department 01 is 0101. */
const PROVINCE_NAMES: Readonly<Record<string, readonly string[]>> = {
  '01': ['Chachapoyas', 'Bagua', 'Bongará', 'Condorcanqui', 'Luya', 'Rodríguez de Mendoza', 'Utcubamba'],
  '10': [
    'Huánuco',
    'Ambo',
    'Dos de Mayo',
    'Huacaybamba',
    'Huamalíes',
    'Leoncio Prado',
    'Marañón',
    'Pachitea',
    'Puerto Inca',
    'Lauricocha',
    'Yarowilca',
  ],
  '12': ['Huancayo', 'Concepción', 'Chanchamayo', 'Jauja', 'Junín', 'Satipo', 'Tarma', 'Yauli', 'Chupaca'],
  '16': [
    'Maynas',
    'Alto Amazonas',
    'Loreto',
    'Mariscal Ramón Castilla',
    'Requena',
    'Ucayali',
    'Datem del Marañón',
    'Putumayo',
  ],
  '17': ['Tambopata', 'Manu', 'Tahuamanu'],
  '19': ['Pasco', 'Daniel Alcides Carrión', 'Oxapampa'],
  '22': [
    'Moyobamba',
    'Bellavista',
    'El Dorado',
    'Huallaga',
    'Lamas',
    'Mariscal Cáceres',
    'Picota',
    'Rioja',
    'San Martín',
    'Tocache',
  ],
  '25': ['Coronel Portillo', 'Atalaya', 'Padre Abad', 'Purús'],
};

export const PROVINCES: readonly { readonly code: string; readonly name: string }[] = Object.entries(
  PROVINCE_NAMES,
)
  .flatMap(([department, names]) =>
    names.map((name, at) => ({ code: department + String(at + 1).padStart(2, '0'), name })),
  )
  .sort((a, b) => (a.code < b.code ? -1 : 1));
