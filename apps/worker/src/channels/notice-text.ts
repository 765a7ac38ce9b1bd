/** A notice in words, for whoever reads it encrypted to an OpenPGP key: no name, no place finer than the department. Pure. */
import type { RingLanguage } from '#crypto';
import { labelOf, LISTS, territoryName } from '#vocabulary';

/** What noticeBody seals, as far as it is told in words. */
export interface NoticeWords {
  readonly urgency: string | null;
  readonly needs: readonly string[];
  readonly department: string | null;
  readonly deadline: string;
  readonly callback: string;
  readonly exercise: boolean;
}

const WORDS: Readonly<Record<RingLanguage, Readonly<Record<keyof NoticeWords | 'unsorted', string>>>> = {
  es: {
    urgency: 'Urgencia',
    unsorted: 'sin clasificar',
    department: 'Lugar',
    needs: 'Se necesita',
    deadline: 'Responder antes de',
    callback: 'Llamar a',
    exercise: 'SIMULACRO: nadie está en peligro.',
  },
  en: {
    urgency: 'Urgency',
    unsorted: 'not sorted',
    department: 'Place',
    needs: 'Needed',
    deadline: 'Answer before',
    callback: 'Call',
    exercise: 'DRILL: nobody is in danger.',
  },
  pt: {
    urgency: 'Urgência',
    unsorted: 'sem classificação',
    department: 'Lugar',
    needs: 'É preciso',
    deadline: 'Responder antes de',
    callback: 'Ligar para',
    exercise: 'SIMULADO: ninguém está em perigo.',
  },
};

export function noticeText(notice: NoticeWords, language: RingLanguage): string {
  const words = WORDS[language];
  const line = (word: keyof NoticeWords, value: string): string[] =>
    value === '' ? [] : [`${words[word]}: ${value}`];
  return [
    ...(notice.exercise ? [words.exercise, ''] : []),
    ...line('urgency', notice.urgency ?? words.unsorted),
    ...line('department', notice.department === null ? '' : territoryName(notice.department)),
    ...line('needs', notice.needs.map((code) => labelOf(LISTS.needs, code, language)).join(', ')),
    ...line('deadline', notice.deadline),
    ...line('callback', notice.callback),
    '',
  ].join('\n');
}
