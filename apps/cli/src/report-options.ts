/** What `seal` and `submit` may be told about a report, checked against the vocabulary. */
import type { Command } from 'commander';
import { isKnown, labelOf, LISTS } from '#vocabulary';
import type { CommonOptions } from './home.js';
import { misuse } from './terminal.js';

export interface ReportOptions extends CommonOptions {
  readonly act: string[];
  readonly imminence: string;
  readonly urgency?: string;
  readonly department?: string;
  readonly need: string[];
  readonly target: string[];
  readonly sector: string[];
  readonly perpetrator: string[];
  readonly raiser: string[];
  readonly consent: string[];
  readonly namedAlly: string[];
  readonly exclude: string[];
  readonly mode: string;
  readonly reportLanguage: string;
  readonly wordsLanguage: string;
  readonly occurredAt?: string;
  readonly place?: string;
  readonly who?: string;
  readonly source: string;
  readonly identityFile?: string;
  readonly anonymous?: boolean;
  readonly wordsFile?: string;
  readonly showWords?: boolean;
  readonly codeFile?: string;
  readonly belongsTo?: string;
  readonly out?: string;
  readonly channel?: string;
  /** Set by `drill start`. */
  readonly exercise?: boolean;
  readonly attach?: string[];
}

export const several = (value: string, earlier: string[]): string[] => [...earlier, value];
const codes = (list: keyof typeof LISTS): string => LISTS[list].map(({ code }) => code).join(' ');

export function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw misuse(`--${name} is one of: ${allowed.join(' ')}`);
  return found;
}

/** A typing error must not become a report that nobody is paged for. */
export function known(name: string, list: keyof typeof LISTS, values: readonly string[]): readonly string[] {
  for (const value of values) {
    if (!isKnown(LISTS[list], value)) throw misuse(`--${name} ${value} is not known; one of: ${codes(list)}`);
  }
  return [...new Set(values)];
}

export function reportOptions(command: Command): Command {
  return command
    .option('--act <code>', 'what happened; the first is the main act (repeat for more)', several, [])
    .option('--imminence <when>', 'now, 72h, recent, past or unknown', 'unknown')
    .option('--urgency <level>', 'how urgent it is to you: U1 (critical) to U4; it can raise, never lower')
    .option('--department <code>', 'UBIGEO of 2 or 4 digits (25 is Ucayali), or ISO 3166-2')
    .option('--need <code>', 'what would help (repeat for more)', several, [])
    .option('--target <code>', 'who is targeted (repeat)', several, [])
    .option('--sector <code>', 'what drives it (repeat)', several, [])
    .option(
      '--perpetrator <code>',
      'who is behind it, by kind (repeat); OWN_ORG goes to the safeguarding desk',
      several,
      [],
    )
    .option('--raiser <code>', 'what makes it more dangerous (repeat)', several, [])
    .option(
      '--consent <tier>',
      'T1 named allies, T2 ally network, T3 authorities case by case, T4 statistics',
      several,
      [],
    )
    .option('--named-ally <name>', 'for T1: an organisation of the directory (repeat)', several, [])
    .option('--exclude <name>', 'an organisation that must learn nothing (repeat)', several, [])
    .option('--mode <mode>', 'ordinary, humans-only (no machine reads the codes) or safeguarding', 'ordinary')
    .option('--report-language <code>', 'language of the text, ISO 639-3', 'spa')
    .option('--words-language <lang>', 'list of the twelve words: es, pt or en', 'es')
    .option(
      '--occurred-at <date>',
      'as much as is known: 2026, 2026-03, 2026-03-01 or a moment with its zone',
    )
    .option('--place <text>', 'exact place; only the desk reads it')
    .option('--who <text>', 'people concerned; only the desk reads it')
    .option('--source <who>', 'self, third-party or collective', 'self')
    .option(
      '--identity-file <file>',
      'JSON {"name","contacts","safeContact"}; opens only with a quorum of custodians',
    )
    .option(
      '--attach <file>',
      'a voice note, photo, video or document that goes with it, as it is (repeat; at most 20)',
      several,
      [],
    )
    .option('--anonymous', 'seal no identity (the default without --identity-file)')
    .option(
      '--words-file <file>',
      'write the twelve words there, for your eyes only (mode 600), and do not show them',
    )
    .option('--show-words', 'show the words although this is not a terminal')
    .option(
      '--code-file <file>',
      'your own code: it opens the real conversation, and the words alone a harmless one',
    )
    .option(
      '--belongs-to <file>',
      'new facts about an earlier report: read its twelve words from FILE, with --code-file if it has a code; say again whom to exclude',
    );
}

export const CODE_HELP = `
Codes
  --act          ${codes('acts')}
  --need         ${codes('needs')}
  --target       ${codes('targets')}
  --sector       ${codes('sectors')}
  --perpetrator  ${codes('perpetrators')}
  --raiser       ${codes('raisers')}
  ("${labelOf(LISTS.acts, 'THR_DEATH', 'en')}" is THR_DEATH, "${labelOf(LISTS.needs, 'CS_LEGAL', 'en')}" is CS_LEGAL)
`;
