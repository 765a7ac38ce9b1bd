/**
 * What can be wrong with the platform itself, as a closed list: who says it, how grave it is, what it means in plain words and
 * what to do next. `wrong`: people may be waiting in vain now, and the heartbeat stops. `soon`: it will be, unless somebody acts.
 */
export const SEVERITIES = ['wrong', 'soon'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The auditor reads states and times only; what lies sealed in rosters and heads the worker has to look at. */
export type Observer = 'auditor' | 'worker';

interface Words {
  readonly means: string;
  readonly next: string;
}

export interface FindingKindEntry {
  readonly by: Observer;
  readonly severity: Severity;
  readonly es: Words;
  readonly en: Words;
  readonly pt: Words;
}

const START_IT = {
  es: 'Vuelva a iniciarlo y lea las últimas líneas de su registro.',
  en: 'Start it again, and read the last lines of its log.',
  pt: 'Inicie-o de novo e leia as últimas linhas do seu registro.',
} as const;

const SIGN_HEAD = {
  es: 'Reúna a quienes guardan las raíces: `amparo directory sign`, y después `amparo directory publish`.',
  en: 'Bring the holders of the roots together: `amparo directory sign`, then `amparo directory publish`.',
  pt: 'Reúna quem guarda as raízes: `amparo directory sign` e depois `amparo directory publish`.',
} as const;

export const FINDING_KINDS = {
  'worker-silent': {
    by: 'auditor',
    severity: 'wrong',
    es: { means: 'Ningún worker da señales de vida: nadie es avisado de nada.', next: START_IT.es },
    en: { means: 'No worker gives a sign of life: nobody is told of anything.', next: START_IT.en },
    pt: { means: 'Nenhum worker dá sinal de vida: ninguém é avisado de nada.', next: START_IT.pt },
  },
  'api-silent': {
    by: 'auditor',
    severity: 'wrong',
    es: { means: 'Ninguna api da señales de vida: no se puede entregar ningún reporte.', next: START_IT.es },
    en: { means: 'No api gives a sign of life: no report can be handed in.', next: START_IT.en },
    pt: { means: 'Nenhuma api dá sinal de vida: não se pode entregar nenhum relato.', next: START_IT.pt },
  },
  'auditor-silent': {
    by: 'worker',
    severity: 'wrong',
    es: { means: 'El auditor no da señales de vida: nadie vigila lo demás.', next: START_IT.es },
    en: { means: 'The auditor gives no sign of life: nobody watches the rest.', next: START_IT.en },
    pt: { means: 'O auditor não dá sinal de vida: ninguém vigia o resto.', next: START_IT.pt },
  },
  'queue-stalled': {
    by: 'auditor',
    severity: 'wrong',
    es: {
      means: 'Un worker vive, pero el trabajo no pasa por la cola.',
      next: 'Vea si Redis responde (o, sin Redis, si existen las tablas de la cola: `amparo db migrate`).',
    },
    en: {
      means: 'A worker lives, but work does not come through the queue.',
      next: 'See whether Redis answers (or, without Redis, whether the queue’s tables exist: `amparo db migrate`).',
    },
    pt: {
      means: 'Um worker está vivo, mas o trabalho não passa pela fila.',
      next: 'Veja se o Redis responde (ou, sem Redis, se existem as tabelas da fila: `amparo db migrate`).',
    },
  },
  'reports-untriaged': {
    by: 'auditor',
    severity: 'wrong',
    es: {
      means: 'Hay reportes aceptados que nadie ha clasificado.',
      next: 'Lea el registro del worker; si ninguno se clasifica, compruebe que hay una publicación firmada.',
    },
    en: {
      means: 'Reports were accepted and not triaged.',
      next: 'Read the worker’s log; if none is triaged, check that there is a signed publication.',
    },
    pt: {
      means: 'Há relatos aceitos que ninguém classificou.',
      next: 'Leia o registro do worker; se nenhum é classificado, confira se há uma publicação assinada.',
    },
  },
  'reports-not-raised': {
    by: 'auditor',
    severity: 'wrong',
    es: {
      means: 'Hay reportes sin clasificar cuyo plazo pasó y que no fueron puestos primero.',
      next: 'Que las mesas miren ahora lo que espera: `amparo unsorted`. Lea el registro del worker.',
    },
    en: {
      means: 'Unsorted reports are past their deadline and were not put first.',
      next: 'Have the desks look at what waits, now: `amparo unsorted`. Read the worker’s log.',
    },
    pt: {
      means: 'Há relatos não classificados cujo prazo passou e que não foram postos em primeiro lugar.',
      next: 'Que as mesas vejam agora o que espera: `amparo unsorted`. Leia o registro do worker.',
    },
  },
  'alerts-overdue': {
    by: 'auditor',
    severity: 'wrong',
    es: {
      means: 'Hay alertas cuyo próximo paso no se ha dado a tiempo.',
      next: 'Que la mesa llame por teléfono a quien falte. Lea el registro del worker.',
    },
    en: {
      means: 'Alerts whose next step is overdue.',
      next: 'Have the desk call by telephone whoever has not been told. Read the worker’s log.',
    },
    pt: {
      means: 'Há alertas cujo próximo passo está atrasado.',
      next: 'Que a mesa telefone a quem falta avisar. Leia o registro do worker.',
    },
  },
  'alerts-unanswered': {
    by: 'auditor',
    severity: 'wrong',
    es: {
      means: 'Hay alertas que terminaron sin respuesta, y nadie ha tomado el reporte.',
      next: 'Tome el reporte: `amparo queue`, después `amparo claim`.',
    },
    en: {
      means: 'Alerts ended without an answer, and nobody has taken the report.',
      next: 'Take the report: `amparo queue`, then `amparo claim`.',
    },
    pt: {
      means: 'Há alertas que terminaram sem resposta, e ninguém assumiu o relato.',
      next: 'Assuma o relato: `amparo queue`, depois `amparo claim`.',
    },
  },
  'deliveries-overdue': {
    by: 'auditor',
    severity: 'wrong',
    es: { means: 'Hay avisos que debían salir y no han salido.', next: 'Lea el registro del worker.' },
    en: { means: 'Notices that should have gone out have not.', next: 'Read the worker’s log.' },
    pt: { means: 'Há avisos que deviam ter saído e não saíram.', next: 'Leia o registro do worker.' },
  },
  'consent-overdue': {
    by: 'auditor',
    severity: 'wrong',
    es: {
      means: 'Puede haber personas que pidieron no compartir más, y aún no se cumple.',
      next: 'Lea el registro del worker; mientras tanto, abra las conversaciones de los reportes abiertos.',
    },
    en: {
      means: 'Somebody may have asked that nobody else be told, and it is not done yet.',
      next: 'Read the worker’s log; meanwhile open the conversations of open reports.',
    },
    pt: {
      means: 'Pode haver quem pediu para não contar a mais ninguém, e ainda não foi cumprido.',
      next: 'Leia o registro do worker; enquanto isso, abra as conversas dos relatos abertos.',
    },
  },
  'work-overdue': {
    by: 'auditor',
    severity: 'wrong',
    es: { means: 'Otro trabajo está atrasado.', next: 'Lea el registro del worker.' },
    en: { means: 'Other work is overdue.', next: 'Read the worker’s log.' },
    pt: { means: 'Outro trabalho está atrasado.', next: 'Leia o registro do worker.' },
  },
  'clocks-differ': {
    by: 'auditor',
    severity: 'wrong',
    es: {
      means: 'El reloj de un proceso difiere del de la base de datos.',
      next: 'Ponga en hora todas las máquinas (NTP): los plazos dependen de ello.',
    },
    en: {
      means: 'The clock of a process differs from the database’s.',
      next: 'Set the clocks of all machines (NTP): deadlines depend on them.',
    },
    pt: {
      means: 'O relógio de um processo difere do relógio do banco de dados.',
      next: 'Acerte os relógios de todas as máquinas (NTP): os prazos dependem deles.',
    },
  },
  'rolled-back': {
    by: 'worker',
    severity: 'wrong',
    es: {
      means: 'Donde debía estar lo último que firmaron las raíces hay algo más viejo, u otra cosa.',
      next: 'Averigüe quién cambió la base de datos. Publique de nuevo lo último: `amparo directory publish`.',
    },
    en: {
      means: 'Where the newest of what the roots signed should be lies something older, or something else.',
      next: 'Find out who changed the database. Publish the newest again: `amparo directory publish`.',
    },
    pt: {
      means: 'Onde devia estar o mais novo do que as raízes assinaram há algo mais velho, ou outra coisa.',
      next: 'Descubra quem mudou o banco de dados. Publique de novo o mais novo: `amparo directory publish`.',
    },
  },
  'publication-refused': {
    by: 'worker',
    severity: 'wrong',
    es: {
      means: 'Hay una publicación más nueva que no se puede comprobar; sigue en uso la anterior.',
      next: 'Lea la razón en el registro del worker; firme y publique otra.',
    },
    en: {
      means: 'There is a newer publication that does not verify; the one before it stays in use.',
      next: 'Read the reason in the worker’s log; sign and publish another one.',
    },
    pt: {
      means: 'Há uma publicação mais nova que não se confirma; a anterior continua em uso.',
      next: 'Leia a razão no registro do worker; assine e publique outra.',
    },
  },
  'memory-unwritten': {
    by: 'worker',
    severity: 'wrong',
    es: {
      means: 'El worker no puede escribir su memoria: tras un reinicio podría aceptar algo viejo.',
      next: 'Libere espacio o corrija los permisos de AMPARO_MEMORY_FILE.',
    },
    en: {
      means: 'The worker cannot write its memory: after a restart it could accept something old.',
      next: 'Free some space, or mend the rights of AMPARO_MEMORY_FILE.',
    },
    pt: {
      means: 'O worker não consegue escrever sua memória: após um reinício poderia aceitar algo velho.',
      next: 'Libere espaço ou corrija as permissões de AMPARO_MEMORY_FILE.',
    },
  },
  'roster-empty': {
    by: 'worker',
    severity: 'wrong',
    es: {
      means: 'Hay una mesa sin nadie de guardia.',
      next: 'Nombre a alguien de guardia ahora; mientras tanto se avisa a toda la mesa.',
    },
    en: {
      means: 'A desk has nobody on duty.',
      next: 'Put somebody on duty now; until then the whole desk is paged.',
    },
    pt: {
      means: 'Há uma mesa sem ninguém de plantão.',
      next: 'Ponha alguém de plantão agora; até lá toda a mesa é avisada.',
    },
  },
  'silence-alone': {
    by: 'auditor',
    severity: 'soon',
    es: {
      means: 'Una sola persona silenció un aviso de noche, y nadie lo ha revisado.',
      next: 'Véalo con `amparo quiet` y revíselo: `amparo silence review`.',
    },
    en: {
      means: 'One person alone silenced a bell at night, and nobody has reviewed it.',
      next: 'See it with `amparo quiet`, and review it: `amparo silence review`.',
    },
    pt: {
      means: 'Uma só pessoa silenciou um aviso de noite, e ninguém o revisou.',
      next: 'Veja com `amparo quiet` e revise: `amparo silence review`.',
    },
  },
  'silence-unreviewed': {
    by: 'auditor',
    severity: 'wrong',
    es: {
      means: 'Hace más de 24 horas una sola persona silenció un aviso, y nadie lo ha revisado.',
      next: 'Alguien más de las mesas debe revisarlo ahora: `amparo silence review`.',
    },
    en: {
      means: 'More than 24 hours ago one person alone silenced a bell, and nobody has reviewed it.',
      next: 'Somebody else of the desks must review it now: `amparo silence review`.',
    },
    pt: {
      means: 'Há mais de 24 horas uma só pessoa silenciou um aviso, e ninguém o revisou.',
      next: 'Outra pessoa das mesas deve revisar agora: `amparo silence review`.',
    },
  },
  'roster-gap': {
    by: 'worker',
    severity: 'soon',
    es: {
      means: 'Un turno deja horas sin nadie de guardia, ahora o pronto.',
      next: 'Véalo con `amparo duty check` y complételo.',
    },
    en: {
      means: 'A roster leaves hours with nobody on duty, now or soon.',
      next: 'See `amparo duty check`, and fill them.',
    },
    pt: {
      means: 'Um plantão deixa horas sem ninguém, agora ou em breve.',
      next: 'Veja `amparo duty check` e complete-o.',
    },
  },
  'head-expired': {
    by: 'auditor',
    severity: 'wrong',
    es: { means: 'Lo que firmaron las raíces ha caducado; los clientes lo dirán.', next: SIGN_HEAD.es },
    en: { means: 'What the roots signed has expired; clients will say so.', next: SIGN_HEAD.en },
    pt: { means: 'O que as raízes assinaram expirou; os clientes dirão isso.', next: SIGN_HEAD.pt },
  },
  'head-expires-3': {
    by: 'auditor',
    severity: 'soon',
    es: { means: 'Lo que firmaron las raíces caduca en menos de 3 días.', next: SIGN_HEAD.es },
    en: { means: 'What the roots signed expires in less than 3 days.', next: SIGN_HEAD.en },
    pt: { means: 'O que as raízes assinaram expira em menos de 3 dias.', next: SIGN_HEAD.pt },
  },
  'head-expires-14': {
    by: 'auditor',
    severity: 'soon',
    es: { means: 'Lo que firmaron las raíces caduca en menos de 14 días.', next: SIGN_HEAD.es },
    en: { means: 'What the roots signed expires in less than 14 days.', next: SIGN_HEAD.en },
    pt: { means: 'O que as raízes assinaram expira em menos de 14 dias.', next: SIGN_HEAD.pt },
  },
  'head-expires-30': {
    by: 'auditor',
    severity: 'soon',
    es: { means: 'Lo que firmaron las raíces caduca en menos de 30 días.', next: SIGN_HEAD.es },
    en: { means: 'What the roots signed expires in less than 30 days.', next: SIGN_HEAD.en },
    pt: { means: 'O que as raízes assinaram expira em menos de 30 dias.', next: SIGN_HEAD.pt },
  },
  'freshness-old': {
    by: 'auditor',
    severity: 'soon',
    es: {
      means:
        'Hace más de 7 días que ningún testigo confirma lo publicado; quien reporta recibe una advertencia.',
      next: 'Pida a un testigo: `amparo directory cosign`.',
    },
    en: {
      means: 'No witness has confirmed for 7 days what is published; whoever reports is warned.',
      next: 'Ask a witness: `amparo directory cosign`.',
    },
    pt: {
      means: 'Há mais de 7 dias nenhuma testemunha confirma o publicado; quem relata recebe um aviso.',
      next: 'Peça a uma testemunha: `amparo directory cosign`.',
    },
  },
} as const satisfies Readonly<Record<string, FindingKindEntry>>;

export type FindingKind = keyof typeof FINDING_KINDS;

export const ALL_FINDING_KINDS = Object.keys(FINDING_KINDS) as readonly FindingKind[];

/** One that a newer program wrote counts as wrong: better one alarm too many. */
export function severityOf(kind: string): Severity {
  return Object.hasOwn(FINDING_KINDS, kind) ? FINDING_KINDS[kind as FindingKind].severity : 'wrong';
}
