/**
 * Peru's departments by UBIGEO in INEI's numbering (2 digits).
 * RENIEC numbers most rows differently (to it Callao is 24 and Loreto 15): an importer must record which of the two a
 * partner sends.
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
