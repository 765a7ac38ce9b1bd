/** What the part for voice and files says, in Spanish; the other languages have this object's shape. Loaded only with that part. */
export const es = {
  title: 'Su voz, fotos u otros archivos',
  lead: 'Una grabación sola también es un reporte. Todo se cierra con llave en este teléfono antes de salir.',
  record: 'Grabar mi voz',
  recordMasked: 'Grabar con la voz cambiada',
  maskHelp:
    'La voz cambiada suena distinta, pero no es perfecta: quien lo conoce bien puede reconocer su forma de hablar, y alguien con aparatos puede deshacer parte del cambio. No diga su nombre.',
  recording: (seconds: string) => `Grabando: ${seconds}`,
  level: 'Qué tan fuerte se oye',
  stop: 'Terminar',
  hear: 'Escuche antes de mandar',
  remove: 'Quitar',
  noMicrophone: 'No se pudo usar el micrófono. Puede escribir, o elegir una grabación que ya tenga.',
  longest: 'Llegó a los diez minutos. Puede grabar otra.',
  photo: 'Elegir fotos',
  other: 'Elegir videos o documentos',
  stripped: 'De la foto se hizo una copia sin el lugar ni el teléfono con que se tomó. Se manda la copia.',
  notStripped:
    'De este archivo no se pudo quitar lo que dice del lugar y del aparato. Si se manda, se manda entero, y solo lo lee el equipo.',
  keepOriginal: 'Mandar también la foto original',
  keepOriginalHelp:
    'Sirve de prueba. Va cerrada aparte: se abre solo si personas de varias organizaciones están de acuerdo.',
  voice: 'Grabación',
  voiceMasked: 'Grabación con la voz cambiada',
  image: 'Foto',
  video: 'Video',
  document: 'Documento',
  size: (size: string, time: string) => `${size}. Con señal débil (2G) tarda unos ${time}.`,
  total: (size: string, time: string) => `En total ${size}: con señal débil, unos ${time}.`,
  after: 'El reporte sale primero; los archivos van después. Si se corta, siguen donde quedaron.',
  tooMany: (most: number) => `Caben ${most} archivos.`,
  tooLong: 'Ese archivo es demasiado grande: el máximo es 256 MB.',
  seconds: (count: number) => `${String(count)} segundos`,
  minutes: (count: number) => (count === 1 ? '1 minuto' : `${String(count)} minutos`),
  hours: (count: number) => (count === 1 ? '1 hora' : `${String(count)} horas`),
};

export type FilesText = typeof es;
