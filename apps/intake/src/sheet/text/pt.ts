import type { SheetText } from './es.js';

export const pt: SheetText = {
  title: 'Passar uma folha',
  lead: 'Escreva os números de cada quadro, em ordem. Com Enter passa ao quadro seguinte. Embaixo se lê o que foi entendido.',
  box: (letter, title) => `${letter}. ${title}`,
  empty: 'Vazio',
  wrong: (numbers) => `Não está neste quadro: ${numbers}.`,
  over: (numbers, most) =>
    most === 1 ? `Aqui cabe só um. Sobra: ${numbers}.` : `Aqui cabem ${String(most)}. Sobra: ${numbers}.`,
  date: 'A data, se houver: dia, mês e ano',
  dateHelp: 'Por exemplo: 20 11 2026. Também só o mês e o ano, ou o ano.',
  dateWrong: 'Isto não se entende como data.',
  contact: 'O nome e o contato não vão na folha: pergunte de viva voz.',
  mend: 'Corrija primeiro os quadros marcados.',
  notEnough: 'Falta o que aconteceu: o quadro D ou o relato.',
  review: 'Rever e enviar',
};
