/** What the printed sheet says besides the page's own words for its boxes. */
import type { InterfaceLanguage } from '#vocabulary';

export interface PaperWords {
  readonly title: string;
  readonly how: readonly string[];
  readonly letters: string;
  readonly one: string;
  readonly upTo: (most: number) => string;
  readonly date: string;
  readonly place: string;
  readonly who: string;
  readonly exclusions: string;
  readonly story: string;
  readonly storyHelp: string;
  readonly nameHelp: string;
  readonly after: string;
  readonly afterwards: readonly string[];
  readonly print: string;
}

export const PAPER_WORDS: Readonly<Record<InterfaceLanguage, PaperWords>> = {
  es: {
    title: 'Hoja de reporte',
    how: [
      'Escriba en cada casilla los números que correspondan, o enciérrelos en un círculo. Todo puede quedar vacío, menos D o el relato.',
      'No escriba en esta hoja el nombre, el teléfono ni la firma de quien reporta.',
    ],
    letters: 'Números',
    one: 'uno solo',
    upTo: (most) => `hasta ${String(most)}`,
    date: 'Fecha, si se sabe (día, mes, año)',
    place: 'Lugar exacto; provincia; departamento o estado, si no está en G',
    who: 'Nombres, apodos, empresas, señas de quien lo hizo',
    exclusions: 'Organizaciones, personas o instituciones que NO deben enterarse. Y si K lleva 1: cuáles sí',
    story: 'Con sus palabras',
    storyHelp: 'Qué pasó, quién lo vio, si ya pasó antes, si puede volver a pasar.',
    nameHelp: 'Si M lleva 2, dígalo de palabra a quien pasa la hoja: no se escribe aquí.',
    after: 'Cuidado con esta hoja',
    afterwards: [
      'Esta hoja no está cerrada con llave: quien la encuentra, la lee. Llévela escondida y no la deje donde vive.',
      'No la vean la policía, las empresas, las autoridades ni vecinos: solo quien la pasa a la página.',
      'No le saque foto, no la mande por mensaje, no la lea por una radio que otros oyen.',
      'Cuando esté pasada y mandada: quémela entera, o rómpala y échela donde se deshaga. No guarde copia.',
      'Si hay peligro ahora, no espere a llenarla.',
    ],
    print:
      'Para imprimir use el menú del navegador: dos caras de una hoja A4, en blanco y negro. Impresoras de otros guardan lo que imprimen: imprima la hoja vacía.',
  },
  en: {
    title: 'Report sheet',
    how: [
      'Write the numbers that apply into each box, or circle them. Everything may stay empty except D or the story.',
      'Do not write the name, telephone number or signature of whoever reports on this sheet.',
    ],
    letters: 'Numbers',
    one: 'one only',
    upTo: (most) => `up to ${String(most)}`,
    date: 'Date, if known (day, month, year)',
    place: 'Exact place; province; department or state, if it is not in G',
    who: 'Names, nicknames, companies, marks of who did it',
    exclusions:
      'Organisations, people or institutions that must NOT learn of it. And if K has 1: which ones may',
    story: 'In your own words',
    storyHelp: 'What happened, who saw it, whether it happened before, whether it may happen again.',
    nameHelp: 'If M has 2, tell it in person to whoever types the sheet in: it is not written here.',
    after: 'Take care of this sheet',
    afterwards: [
      'This sheet is not locked: whoever finds it reads it. Carry it hidden, and do not leave it where you live.',
      'Neither police, companies, authorities nor neighbours may see it: only whoever types it into the page.',
      'Take no photo of it, send it in no message, do not read it out over a radio that others hear.',
      'Once it is typed in and sent: burn it whole, or tear it up and throw it where it dissolves. Keep no copy.',
      'If there is danger now, do not wait to fill it in.',
    ],
    print:
      'To print, use the browser’s menu: both sides of one A4 sheet, in black and white. Other people’s printers remember what they print: print the sheet empty.',
  },
  pt: {
    title: 'Folha de relato',
    how: [
      'Escreva em cada quadro os números que servem, ou faça um círculo neles. Tudo pode ficar vazio, menos D ou o relato.',
      'Não escreva nesta folha o nome, o telefone nem a assinatura de quem relata.',
    ],
    letters: 'Números',
    one: 'só um',
    upTo: (most) => `até ${String(most)}`,
    date: 'Data, se souber (dia, mês, ano)',
    place: 'Lugar exato; província ou município; departamento ou estado, se não está em G',
    who: 'Nomes, apelidos, empresas, sinais de quem fez',
    exclusions: 'Organizações, pessoas ou instituições que NÃO devem saber. E se K tem 1: quais podem',
    story: 'Com suas palavras',
    storyHelp: 'O que aconteceu, quem viu, se já aconteceu antes, se pode acontecer de novo.',
    nameHelp: 'Se M tem 2, diga de viva voz a quem passa a folha: aqui não se escreve.',
    after: 'Cuidado com esta folha',
    afterwards: [
      'Esta folha não está fechada à chave: quem a encontra, lê. Leve-a escondida e não a deixe onde mora.',
      'Que não a vejam a polícia, as empresas, as autoridades nem vizinhos: só quem a passa para a página.',
      'Não tire foto, não a envie por mensagem, não a leia por um rádio que outros escutam.',
      'Quando estiver passada e enviada: queime-a inteira, ou rasgue-a e jogue onde se desfaça. Não guarde cópia.',
      'Se há perigo agora, não espere para preenchê-la.',
    ],
    print:
      'Para imprimir use o menu do navegador: os dois lados de uma folha A4, em preto e branco. Impressoras dos outros guardam o que imprimem: imprima a folha vazia.',
  },
};
