/** What the screen for typing a paper form in says, in Spanish. */
export const es = {
  title: 'Pasar una hoja',
  lead: 'Escriba los números de cada cuadro, en orden. Con Intro pasa al cuadro siguiente. Debajo se lee lo que se entendió.',
  box: (letter: string, title: string) => `${letter}. ${title}`,
  empty: 'Vacío',
  wrong: (numbers: string) => `No está en este cuadro: ${numbers}.`,
  over: (numbers: string, most: number) =>
    most === 1 ? `Aquí cabe uno solo. Sobra: ${numbers}.` : `Aquí caben ${String(most)}. Sobra: ${numbers}.`,
  date: 'La fecha, si está: día, mes y año',
  dateHelp: 'Por ejemplo: 20 11 2026. También solo el mes y el año, o el año.',
  dateWrong: 'Así no se entiende como fecha.',
  contact: 'El nombre y el contacto no van en la hoja: pregúntelos de palabra.',
  mend: 'Corrija primero los cuadros marcados.',
  notEnough: 'Falta qué pasó: el cuadro D o el relato.',
  review: 'Revisar y mandar',
};

export type SheetText = typeof es;
