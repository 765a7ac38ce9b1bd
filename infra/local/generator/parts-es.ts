/** Spanish, as people of the Amazon write to a desk they trust: plain, without drama. */
import { capital, type Parts } from './parts.js';

const de = (noun: string): string => (noun.startsWith('el ') ? `d${noun}` : `de ${noun}`);
const a = (noun: string): string => (noun.startsWith('el ') ? `a${noun.slice(1)}` : `a ${noun}`);

export const ES: Parts = {
  whens: {
    now: [
      ['Hace una hora', 1],
      ['Hace un rato', 2],
      ['Esta madrugada', 6],
      ['Hoy temprano', 8],
    ],
    '72h': [
      ['Anoche', 14],
      ['Ayer por la tarde', 26],
      ['Anteayer', 50],
      ['Hace dos noches', 60],
    ],
    recent: [
      ['Hace unos días', 110],
      ['La semana pasada', 150],
      ['Hace diez días', 240],
      ['Hace dos semanas', 336],
    ],
    past: [
      ['Hace tres meses', 2_200],
      ['Hace medio año', 4_400],
      ['El año pasado', 9_000],
    ],
    unknown: [
      ['Un día que no podemos precisar', null],
      ['En una fecha que nadie anotó', null],
    ],
  },
  openings: {
    self: [
      'Escribo por lo que me está pasando; lo cuento como si fuera de otra persona porque este teléfono no es solo mío.',
      'Esto me pasa a mí. Prefiero no poner “yo” en el papel.',
      '',
    ],
    'third-party': [
      'Aviso en nombre de quien no puede escribir.',
      'Me pidieron contar esto y que no se sepa quién lo contó.',
      '',
    ],
    radio: [
      'Paso lo que llegó por la radio de la federación; por el aire no se dijeron nombres.',
      'Soy operadora de radio. Copio lo que me dictaron.',
    ],
    collective: [
      'La asamblea acordó informar lo siguiente.',
      'Hablamos como comunidad, con acuerdo de todos los que estuvimos.',
      'El comité de vigilancia informa.',
    ],
  },
  facts: {
    'death-threat': [
      ({ when, men, who, matter }) =>
        `${when} llegaron ${men} a la casa ${de(who)}. Dijeron que si sigue hablando ${de(matter)}, no verá la próxima creciente.`,
      ({ when, who, matter }) =>
        `${when} ${who} recibió una llamada de un número que no conoce. Le dijeron que saben dónde estudian sus hijos y que deje el asunto ${de(matter)}, o lo matan.`,
      ({ when, who, matter }) =>
        `${when} apareció un papel bajo la puerta ${de(who)}: su nombre, una fecha y una cruz. Es por ${matter}.`,
      ({ when, men, who }) =>
        `${when} ${men} mandaron decir ${a(who)}, por medio de un vecino, que ya hay quien pague por su vida.`,
    ],
    threat: [
      ({ when, men, community, matter }) =>
        `${when} ${men} entraron a la reunión de ${community} y dijeron que quien firme el acta sobre ${matter} se atenga a las consecuencias.`,
      ({ when, who, matter }) => `${when} advirtieron ${a(who)} que deje de preguntar por ${matter}.`,
      ({ when, men, who }) =>
        `${when} ${men} cerraron el paso en el puerto. Dijeron ${a(who)} que sin permiso de ellos nadie sube el río.`,
    ],
    shots: [
      ({ when, who, community }) =>
        `${when} dispararon contra el bote en que viajaba ${who}, cerca de ${community}. Nadie murió; hay una persona herida en la pierna.`,
      ({ when, men, who }) =>
        `${when} ${men} dispararon hacia la casa ${de(who)}. Las balas quedaron en la pared. Todos están vivos.`,
      ({ when, who }) =>
        `${when} atacaron con machete ${a(who)} en el camino del lindero. Logró llegar a la posta.`,
    ],
    followed: [
      ({ when, who }) =>
        `${when} una moto sin placa siguió ${a(who)} desde el puerto hasta su casa, y se quedó en la esquina.`,
      ({ when, community, matter }) =>
        `${when} un dron dio vueltas sobre ${community}, muy bajo, mientras había asamblea sobre ${matter}.`,
      ({ when, who, men, matter }) =>
        `${when} alguien entró al correo ${de(who)}; después ${men} repetían lo que se había hablado ${de(matter)}.`,
    ],
    smear: [
      ({ when, who }) =>
        `${when} circularon mensajes con la foto ${de(who)}. Dicen que vive de la cooperación y que no quiere el progreso.`,
      ({ when, who, matter }) =>
        `${when} en un programa local llamaron terrorista ${a(who)} por lo que dijo ${de(matter)}.`,
      ({ when, who }) =>
        `${when} empezaron los insultos en las redes contra ${who}: siempre las mismas frases, desde cuentas nuevas.`,
    ],
    prosecuted: [
      ({ when, who, matter }) =>
        `${when} notificaron ${a(who)} una denuncia por usurpación en su propia tierra. La puso quien tiene interés en ${matter}.`,
      ({ when, who, matter }) =>
        `${when} llegó la citación: acusan ${a(who)} de disturbios por la asamblea sobre ${matter}.`,
      ({ when, who, community }) =>
        `${when} pidieron ante el juzgado una indemnización que nadie en ${community} podría pagar, y la piden solo ${a(who)}.`,
    ],
    invasion: [
      ({ when, men, community, several }) =>
        `${when} entraron ${men} por el lado alto de ${community} y abrieron una trocha. Son unos ${String(several + 9)} y traen motosierras.`,
      ({ when, who, matter }) =>
        `${when} ${who} encontró campamentos dentro del territorio: plásticos azules, combustible y huellas de botas. Es por ${matter}.`,
      ({ when, men, community }) =>
        `${when} ${men} clavaron estacas en las chacras de ${community} y dijeron que eso ya tiene dueño.`,
    ],
    harm: [
      ({ when, community }) =>
        `${when} el agua de la quebrada bajó turbia y con olor a combustible. En ${community} no se puede tomar ni pescar, y a quien reclama le dicen que se calle.`,
      ({ when, who }) =>
        `${when} quemaron el monte de la cabecera. ${capital(who)} tomó fotos y le quitaron el teléfono.`,
      ({ when, who, matter }) =>
        `${when} no dejaron pasar ${a(who)} cuando iba a tomar muestras por ${matter}.`,
    ],
    inside: [
      ({ when }) =>
        `${when} un directivo de nuestra propia organización volvió a molestar a una compañera. Le dijo que sin él no hay viáticos ni proyectos para ella.`,
      ({ when }) =>
        `${when} una compañera contó lo que pasa en las comisiones: comentarios sobre su cuerpo, mensajes de noche, la puerta cerrada. Quien lo hace tiene cargo.`,
      ({ when }) =>
        `${when} sacaron del comité a una compañera después de que se quejó de un dirigente. Ahora dicen que inventa.`,
    ],
    killed: [
      ({ when, who, community }) => `${when} mataron ${a(who)} cerca de ${community}. Volvía de su chacra.`,
      ({ when, who, community, matter }) =>
        `${when} hallaron sin vida ${a(who)} en el camino a ${community}. Había hablado en público ${de(matter)}.`,
      ({ when, who, men }) =>
        `${when} dispararon ${a(who)} delante de su casa. Murió antes de llegar a la posta. La gente vio salir a ${men}.`,
    ],
    detained: [
      ({ when, who }) =>
        `${when} policías se llevaron ${a(who)} sin mostrar orden. No nos dicen en qué dependencia está.`,
      ({ when, who, matter }) =>
        `${when} detuvieron ${a(who)} en el puerto, después de la reunión sobre ${matter}. No le dejan llamar.`,
      ({ when, who, several }) =>
        `${when} retuvieron ${a(who)} y a ${String(several)} personas más en el control del río. A una la golpearon.`,
    ],
    'driven-out': [
      ({ when, community, men, several }) =>
        `${when} ${String(several)} familias de ${community} salieron con lo que pudieron cargar. ${capital(men)} quemaron dos casas.`,
      ({ when, who }) => `${when} ${who} tuvo que irse con los suyos. Duermen donde parientes, río abajo.`,
      ({ when, community, several }) =>
        `${when} llegó un desalojo a ${community} con tractores y sin aviso. ${String(several)} familias están bajo plásticos en la escuela.`,
    ],
    taken: [
      ({ when, men, who }) =>
        `${when} ${men} se llevaron ${a(who)} en un bote. No hay noticias desde entonces.`,
      ({ when, who, men }) =>
        `${when} ${who} salió hacia el lindero y no volvió. Encontramos su mochila; por ahí habían pasado ${men}.`,
      ({ when, who, community }) =>
        `${when} personas con la cara cubierta sacaron ${a(who)} de su casa en ${community}. Piden que se retire la denuncia.`,
    ],
  },
  still: [
    'Todavía están cerca.',
    'Dijeron que vuelven antes de que oscurezca.',
    'Se escucha su motor en el río.',
  ],
  raised: {
    PRIOR_THREAT: [
      'Ya habían avisado antes, dos veces.',
      'No es la primera amenaza; la anterior se denunció y nadie vino.',
    ],
    PRIOR_KILLING: [
      'En esta misma zona ya perdimos a un compañero.',
      'Todavía estamos de duelo por el compañero del año pasado.',
    ],
    CHILDREN: ['Hay niños en la casa.', 'Los niños ya no van a la escuela por miedo.'],
    ISOLATION: ['Aquí no hay señal; mandamos esto con quien baja al pueblo.', 'Estamos a dos días de bote.'],
    FAILED_MEASURE: [
      'Pedimos garantías hace meses y solo dieron un papel.',
      'La patrulla prometida no ha venido nunca.',
    ],
    HEARING_PENDING: ['La audiencia es pronto y no hay quien acompañe.', 'Falta poco para la audiencia.'],
    GENDER: ['Lo que le dicen no se lo dirían a un hombre.', 'También la culpan de dejar su casa sola.'],
    PIACI: ['Por ahí caminan los hermanos que no quieren contacto.'],
    OTHER: ['Hay una persona enferma que no puede moverse.'],
  },
  asks: {
    PM_A: 'Pedimos que haya patrullaje, pero que no venga el puesto de siempre.',
    PM_B: 'Se necesita defensa pública que hable claro.',
    PM_C: 'Ayudaría que alguien del Estado lo diga en público.',
    PM_D: 'Que vengan a ver.',
    PM_E: 'Hace falta atención completa para ella, y con reserva.',
    PM_H: 'Que supervisen antes de que lo tapen.',
    PM_I: 'Queremos que se denuncie el daño ambiental.',
    PM_J: 'Falta comida desde la erradicación.',
    UM_A: 'Hay que sacarlos de ahí.',
    UM_B: 'Pedimos protección, hoy.',
    CS_PHYSICAL: 'Una puerta segura y una luz ayudarían.',
    CS_DIGITAL: 'Queremos que revisen los teléfonos.',
    CS_COMMS: 'Se malogró la radio; con otra podríamos avisar.',
    CS_TRAINING: 'Queremos aprender cómo cuidarnos.',
    CS_TRANSPORT: 'No hay para el combustible.',
    CS_LEGAL: 'Necesitamos un abogado que conozca estos casos.',
    CS_MEDICAL_PSYCHO: 'No se duerme; hace falta con quien hablar.',
    CS_HUMANITARIAN: 'Faltan mantas, comida y plásticos.',
    CS_RELOCATION: 'Piden un lugar donde pasar unas semanas.',
    CS_ADVOCACY: 'Que se sepa en Lima, sin nombres.',
    CS_ACCOMPANIMENT: 'Que alguien acompañe a la próxima reunión.',
    CS_COLLECTIVE: 'Lo que se decida, que sea para toda la comunidad.',
    CS_SPIRITUAL: 'La familia quiere despedirse como es costumbre.',
  },
  again: [
    'Otros ya les habrán contado lo mismo; por si acaso.',
    'Lo supe por dos personas distintas.',
    'Completo lo que ya se avisó.',
    'Estuve ahí y lo confirmo.',
  ],
  told: (language) => `(Narrado en ${language}; transcrito por quien envía.)`,
};
