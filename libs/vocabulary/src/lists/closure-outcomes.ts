/** How the desk's work on a report ended. Stored in clear, so none of them says what happened or to whom. */
import type { CodeList, CodeOf } from '../entry.js';

export const CLOSURE_OUTCOMES = [
  { code: 'RESOLVED', es: 'Atendido', en: 'Dealt with', pt: 'Atendido' },
  {
    code: 'REFERRED',
    es: 'Otra organización lo sigue',
    en: 'Another organisation follows it up',
    pt: 'Outra organização acompanha',
  },
  {
    code: 'DUPLICATE',
    es: 'Ya contado en otro reporte',
    en: 'Told in another report',
    pt: 'Já contado em outro relato',
  },
  {
    code: 'UNFOUNDED',
    es: 'No se encontró riesgo',
    en: 'No danger was found',
    pt: 'Nenhum risco foi encontrado',
  },
  {
    code: 'NO_CONTACT',
    es: 'No se pudo contactar a nadie',
    en: 'Nobody could be reached',
    pt: 'Ninguém pôde ser contatado',
  },
  {
    code: 'WITHDRAWN',
    es: 'Quien reportó pidió parar',
    en: 'The reporter asked to stop',
    pt: 'Quem relatou pediu para parar',
  },
  { code: 'RECORDED', es: 'Queda como registro', en: 'Kept as a record', pt: 'Fica como registro' },
] as const satisfies CodeList;

export type ClosureOutcome = CodeOf<typeof CLOSURE_OUTCOMES>;
