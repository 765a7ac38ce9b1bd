/** Who is telling. A radio operator of a federation reports for people without a telephone. Closed in the format. */
import { type CodeList, type CodeOf } from '../entry.js';

export const SOURCE_CONNECTIONS = [
  { code: 'self', es: 'La persona afectada', en: 'The person concerned', pt: 'A pessoa afetada' },
  {
    code: 'third-party',
    es: 'Alguien por otra persona',
    en: 'Somebody for someone else',
    pt: 'Alguém por outra pessoa',
  },
  {
    code: 'collective',
    es: 'Una comunidad u organización',
    en: 'A community or organisation',
    pt: 'Uma comunidade ou organização',
  },
] as const satisfies CodeList;

export type SourceConnection = CodeOf<typeof SOURCE_CONNECTIONS>;
