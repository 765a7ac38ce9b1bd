/**
 * Ready plans for `amparo ceremony`. Every organisation and person here is invented; department codes are real (UBIGEO).
 * `demo` is the world of `npm start`. `small` is the least that the rules allow: one triage desk, one safeguarding desk of
 * another organisation, two custodians of two more.
 */
import type { CeremonyPlan, PlannedOrganisation } from '#sdk/ceremony';

const organisation = (
  key: string,
  name: string,
  kind: PlannedOrganisation['kind'],
  more: Partial<PlannedOrganisation> = {},
): PlannedOrganisation => ({
  key,
  name,
  kind,
  capabilities: [],
  departments: [],
  tier: 'T1',
  named: true,
  ...more,
});

const web = {
  name: 'Página de reporte',
  assurance: 'E2EE_WEB',
  welcome: {
    en: 'Only the desk reads what you write.',
    es: 'Solo la mesa de acogida lee lo que usted escribe.',
    pt: 'Só a mesa de acolhimento lê o que você escreve.',
  },
  signs: false,
} as const;

const commandLine = {
  name: 'Línea de comandos',
  assurance: 'E2EE_APP',
  welcome: {
    en: 'Sealed on this computer before anything leaves it.',
    es: 'Se cifra en esta computadora antes de que algo salga de ella.',
    pt: 'É cifrado neste computador antes que algo saia dele.',
  },
  signs: false,
} as const;

export function demoPlan(deployment: string): CeremonyPlan {
  return {
    deployment,
    demo: true,
    organisations: [
      organisation('mesa', 'Red Amparo de la Cuenca', 'federation'),
      organisation('cuidado', 'Círculo de Cuidado Ñañay', 'ngo'),
      organisation('custodia-a', 'Defensoría Rural Paujil', 'lawyer'),
      organisation('custodia-b', 'Fondo Shiringa', 'fund'),
      organisation('custodia-c', 'Observatorio Aguas Claras', 'ngo'),
      organisation('legal', 'Justicia Ribereña', 'ngo', {
        capabilities: ['CS_LEGAL', 'PM_B', 'CS_ACCOMPANIMENT'],
        departments: ['25', '16', '17'],
        tier: 'T2',
        ally: {
          languages: ['spa', 'shp'],
          verified: { how: 'visited by two coordinators', on: '2026-05-04' },
          conflicts: ['CO_SECURITY'],
        },
      }),
      organisation('refugio', 'Casa Chambira', 'shelter', {
        capabilities: ['CS_RELOCATION', 'CS_HUMANITARIAN', 'CS_TRANSPORT'],
        tier: 'T2',
        named: false,
        ally: { languages: ['spa'], verified: { how: 'known for years', on: '2025-02-11' } },
      }),
      // Two without software: somebody on duty calls them. One keeps office hours.
      organisation('nacional', 'Coordinadora Selva Despierta', 'ngo', {
        capabilities: ['CS_LEGAL', 'CS_ADVOCACY'],
        tier: 'T2',
        named: false,
        ally: {
          scope: 'national',
          languages: ['spa'],
          hours: {
            timeZone: 'America/Lima',
            windows: [
              {
                days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
                from: '09:00',
                until: '18:00',
              },
            ],
          },
          verified: { how: 'vouched for by Red Amparo de la Cuenca', on: '2026-08-19' },
          contacts: [{ name: 'Vilma Tapullima', phone: '+51 900 000 003', languages: ['spa', 'cod'] }],
        },
      }),
      organisation('internacional', 'Rivers Watch International', 'ngo', {
        capabilities: ['CS_ADVOCACY', 'CS_RELOCATION'],
        tier: 'T2',
        named: false,
        ally: {
          scope: 'international',
          languages: ['eng', 'spa', 'por'],
          verified: { how: 'agreement signed by both boards', on: '2026-03-30' },
          contacts: [{ name: 'Duty phone', phone: '+44 900 000 0004', languages: ['eng', 'spa'] }],
        },
      }),
      // In the policy's roster so that a coordinator can write to it; never told by itself.
      organisation('municipio', 'Municipalidad de Puerto Sereno', 'authority', {
        departments: ['25'],
        tier: 'T3',
      }),
      organisation('aliada', 'Federación Tres Ríos', 'federation'),
    ],
    people: [
      {
        handle: 'rosa',
        name: 'Rosa Quintanilla',
        organisation: 'mesa',
        rights: ['desk:triage'],
        phone: '+51 900 000 011',
      },
      {
        handle: 'mateo',
        name: 'Mateo Ríos',
        organisation: 'mesa',
        rights: ['desk:triage'],
        phone: '+51 900 000 012',
      },
      {
        handle: 'ines',
        name: 'Inés Carrión',
        organisation: 'cuidado',
        rights: ['desk:safeguarding'],
        phone: '+51 900 000 013',
      },
      {
        handle: 'abel',
        name: 'Abel Sandoval',
        organisation: 'custodia-a',
        rights: ['custodian'],
        phone: '+51 900 000 014',
      },
      {
        handle: 'nora',
        name: 'Nora Villacorta',
        organisation: 'custodia-b',
        rights: ['custodian'],
        phone: '+51 900 000 015',
      },
      {
        handle: 'simon',
        name: 'Simón Arévalo',
        organisation: 'custodia-c',
        rights: ['custodian'],
        phone: '+51 900 000 016',
      },
      {
        handle: 'luz',
        name: 'Luz Montalván',
        organisation: 'legal',
        rights: ['ally'],
        phone: '+51 900 000 017',
      },
      {
        handle: 'tomas',
        name: 'Tomás Pinedo',
        organisation: 'legal',
        rights: ['ally'],
        phone: '+51 900 000 018',
      },
      {
        handle: 'carmen',
        name: 'Carmen Isuiza',
        organisation: 'refugio',
        rights: ['ally'],
        phone: '+51 900 000 019',
      },
      {
        handle: 'alcaldia',
        name: 'Oficina municipal',
        organisation: 'municipio',
        rights: ['ally'],
        phone: '+51 900 000 020',
      },
    ],
    channels: [web, commandLine],
    custodyQuorum: 2,
    roots: { count: 1, threshold: 1 },
    callback: { triage: '+51 900 000 001 (demo)', safeguarding: '+51 900 000 002 (demo)' },
    validDays: 365,
  };
}

export function smallPlan(deployment: string): CeremonyPlan {
  return {
    deployment,
    demo: false,
    organisations: [
      organisation('desk', 'Triage desk', 'federation'),
      organisation('care', 'Safeguarding desk', 'ngo'),
      organisation('custodian-a', 'First custodian', 'lawyer'),
      organisation('custodian-b', 'Second custodian', 'ngo'),
    ],
    people: [
      { handle: 'triage-1', name: 'Triage 1', organisation: 'desk', rights: ['desk:triage'], phone: null },
      { handle: 'triage-2', name: 'Triage 2', organisation: 'desk', rights: ['desk:triage'], phone: null },
      {
        handle: 'care-1',
        name: 'Safeguarding 1',
        organisation: 'care',
        rights: ['desk:safeguarding'],
        phone: null,
      },
      {
        handle: 'custodian-1',
        name: 'Custodian 1',
        organisation: 'custodian-a',
        rights: ['custodian'],
        phone: null,
      },
      {
        handle: 'custodian-2',
        name: 'Custodian 2',
        organisation: 'custodian-b',
        rights: ['custodian'],
        phone: null,
      },
    ],
    channels: [web, commandLine],
    custodyQuorum: 2,
    // One root is what a very small deployment has; the pin and `directory show` say so.
    roots: { count: 1, threshold: 1 },
    callback: { triage: '', safeguarding: '' },
    validDays: 365,
  };
}
