/**
 * The few words that leave in clear. Lock screens are read by others: neither what it is about nor from whom, and always the
 * same. Only that it is a drill or a test is added, so that nobody takes one for an alert.
 */
import type { RingLanguage } from '#crypto';
import type { Occasion } from './channel.port.js';

const SUBJECT: Readonly<Record<RingLanguage, string>> = {
  es: 'Tiene un mensaje por leer',
  en: 'You have a message to read',
  pt: 'Você tem uma mensagem para ler',
};
const BODY: Readonly<Record<RingLanguage, string>> = {
  es: 'Léalo donde suele leerlos, cuando pueda hacerlo con seguridad. No responda a este aviso.',
  en: 'Read it where you usually do, when it is safe to. Do not answer this one.',
  pt: 'Leia onde costuma ler, quando for seguro. Não responda a este aviso.',
};
const MARK: Readonly<Record<Occasion, Readonly<Record<RingLanguage, string>>>> = {
  alert: { es: '', en: '', pt: '' },
  exercise: { es: 'Simulacro: ', en: 'Drill: ', pt: 'Simulado: ' },
  test: { es: 'Prueba: ', en: 'Test: ', pt: 'Teste: ' },
  // That a bell is silenced tonight is what a persecutor would like to know.
  desk: { es: '', en: '', pt: '' },
};

export interface RingText {
  readonly subject: string;
  readonly body: string;
  /** Both in one, for what has no subject. */
  readonly short: string;
}

export function ringText(language: RingLanguage, occasion: Occasion): RingText {
  const subject = MARK[occasion][language] + SUBJECT[language];
  return { subject, body: BODY[language], short: `${subject}. ${BODY[language]}` };
}
