/** What the conversation says, in Spanish: loaded with it and not before. The other languages have the shape of this object. */
export const es = {
  words: {
    title: 'Sus doce palabras',
    lead: 'Escríbalas en orden, separadas por espacios. Las mayúsculas y las tildes no importan.',
    label: 'Las doce palabras',
    suggest: 'Palabras que empiezan así',
    code: 'Su clave propia',
    codeHelp: 'Solo si eligió una al mandar su reporte. Si no, deje esto vacío.',
    open: 'Ver si hay respuesta',
    opening: 'Buscando…',
    count: (have: number) => `Son doce palabras; aquí hay ${String(have)}.`,
    unknown: (place: number, suggestions: string) =>
      suggestions === ''
        ? `La palabra ${String(place)} no está en la lista. Mírela otra vez.`
        : `La palabra ${String(place)} no está en la lista. Puede ser: ${suggestions}.`,
    checksum: 'Cada palabra existe, pero juntas no abren nada. Una está cambiada, o dos están en otro orden.',
    seen: 'Quien cuida la red puede ver que alguien usa este servicio, pero no qué lee ni qué escribe. Mirar se ve igual con respuesta o sin ella.',
  },
  conversation: {
    title: 'Respuestas',
    none: 'Todavía no hay respuesta. Vuelva cuando pueda: mirar otra vez no molesta a nadie.',
    noneCode: 'Si esperaba una respuesta, revise que las palabras y la clave sean las suyas.',
    from: 'El equipo dice:',
    status: {
      received: 'Recibimos su reporte.',
      reading: 'Personas del equipo lo están leyendo.',
      acting: 'Estamos actuando.',
      closed: 'Terminamos este trabajo. Igual puede escribir otra vez.',
    },
    choose: 'Toque una respuesta:',
    answered: (choice: string) => `Usted contestó: ${choice}`,
    read: 'Decirles que ya lo leí',
    add: 'Contar algo más que pasó',
    addHelp: 'Llega como un reporte nuevo y llama a las personas de turno. El equipo sabe que es suyo.',
    note: 'Mandar un mensaje que no apura',
    sharing: 'Cambiar quién puede saberlo, o pedir que paren',
    look: 'Mirar otra vez',
    leave: 'Terminar',
  },
  note: {
    title: 'Un mensaje para el equipo',
    lead: 'Lo leen cuando abran su reporte. Si hay peligro, use «Contar algo más que pasó».',
    label: 'Su mensaje',
    send: 'Mandar',
  },
  facts: {
    send: 'Cerrar con llave y mandar',
    keepLead:
      'Las palabras no recuerdan a quién quiso dejar fuera la otra vez. Márquelo de nuevo, o puede llegarle.',
    guarded: 'Va al mismo equipo que le contestó: el de casos internos.',
    nobodyMore: 'Lo lee solo el equipo que recibe los reportes. A nadie más le llega.',
    received: 'Llegó. Una persona lo va a abrir.',
    kept: 'No salió: no hay señal, o nadie contesta. Está solo en esta página; no la cierre.',
    notEnough: 'Falta contar qué pasó.',
  },
  sharing: {
    title: '¿Quién puede saberlo ahora?',
    lead: 'Lo que diga aquí cuenta más que lo que dijo antes. Compartir menos vale enseguida; compartir más, desde que el equipo lo lea. Lo que ya se compartió no se puede borrar de donde está.',
    change: 'Cambiar lo que se puede compartir',
    tiers: {
      T2: 'La red de aliados',
      T3: 'Autoridades u organismos, con reserva',
      T4: 'Para contar casos, sin nombres',
    },
    nobody: 'Si no marca nada: solo el equipo.',
    send: 'Mandar este cambio',
    withdraw: 'Pedir que paren',
    withdrawSharing: 'Que no se lo cuenten a nadie más',
    withdrawEverything: 'Que dejen todo: ya no quiero seguir',
    honest:
      'Los avisos automáticos a aliados se detienen en dos minutos, sin que nadie tenga que leer esto. Quien ya recibió un aviso y dijo que ayuda, lo sabe. El equipo conserva su reporte.',
  },
  sent: {
    said: 'Llegó. El equipo lo verá cuando abra su reporte.',
    tooLong: 'Es demasiado largo. Acórtelo un poco.',
    noSignal: 'No hay señal, o nadie contesta. No se mandó. Inténtelo otra vez.',
    later: 'Hay muchas visitas a la vez. Espere unos minutos e inténtelo otra vez.',
    strange: 'Contestó algo que no es de este servicio. No se mandó. Pruebe por otra red.',
  },
};

export type TalkText = typeof es;
