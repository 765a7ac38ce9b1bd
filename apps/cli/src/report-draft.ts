/** From a text file and options to a draft: what becomes codes, what becomes narrative, what becomes identity. */
import type { Directory } from '#crypto';
import type { ReportDraft } from '#sdk';
import { CONSENT_TIERS_IN_REPORT, EXERCISE, URGENCY_CODES } from '#vocabulary';
import { known, oneOf, type ReportOptions } from './report-options.js';
import { misuse, readText, say } from './terminal.js';

function organisationsOf(
  directory: Directory,
  wanted: readonly string[],
): { ids: string[]; unlisted: string[] } {
  const ids: string[] = [];
  const unlisted: string[] = [];
  for (const name of wanted) {
    const plain = name.trim().toLowerCase();
    const found = directory.organisations.find((one) => one.id === plain || one.name.toLowerCase() === plain);
    if (found) ids.push(found.id);
    else unlisted.push(name.trim());
  }
  return { ids: [...new Set(ids)], unlisted };
}

async function readIdentity(options: ReportOptions): Promise<ReportDraft['identity']> {
  if (options.identityFile === undefined || options.anonymous) return null;
  const content = await readText(options.identityFile);
  try {
    const { name = '', contacts = '', safeContact = '' } = JSON.parse(content) as Record<string, string>;
    return { name, contacts, safeContact };
  } catch {
    throw misuse(`${options.identityFile} is not JSON like {"name":"…","contacts":"…","safeContact":"…"}`);
  }
}

export async function draftFrom(
  file: string,
  options: ReportOptions,
  directory: Directory,
): Promise<ReportDraft> {
  if (options.act.length === 0)
    throw misuse('what happened? give --act CODE (several are allowed; see --help)');
  const excluded = organisationsOf(directory, options.exclude);
  const named = organisationsOf(directory, options.namedAlly);
  if (named.unlisted.length > 0)
    throw misuse(`--named-ally: not in the directory: ${named.unlisted.join(', ')}`);
  for (const name of excluded.unlisted) {
    say(
      `note: "${name}" is not on the public list; the desk's people will read it as an exclusion, the machine cannot.`,
    );
  }
  return {
    mode: oneOf('mode', options.mode, ['ordinary', 'humans-only', 'safeguarding']),
    routing: {
      acts: known('act', 'acts', options.act),
      imminence: oneOf('imminence', options.imminence, ['now', '72h', 'recent', 'past', 'unknown']),
      urgency: options.urgency === undefined ? null : oneOf('urgency', options.urgency, URGENCY_CODES),
      department: options.department ?? null,
      targets: known('target', 'targets', options.target),
      sector: known('sector', 'sectors', options.sector),
      perpetrators: known('perpetrator', 'perpetrators', options.perpetrator),
      needs: known('need', 'needs', options.need),
      language: options.reportLanguage,
      consent: {
        tiers: options.consent
          .filter((tier) => tier !== 'T0')
          .map((tier) => oneOf('consent', tier, CONSENT_TIERS_IN_REPORT)),
        named: named.ids,
      },
      exclusions: excluded.ids,
      raisers: known('raiser', 'raisers', options.raiser),
      ...(options.exercise ? { ext: EXERCISE } : {}),
    },
    narrative: {
      text: await readText(file),
      occurredAt: options.occurredAt ?? null,
      recordedAt: `${new Date().toISOString().slice(0, 19)}Z`,
      place: options.place ?? null,
      who: options.who ?? null,
      exclusionsFreeText: excluded.unlisted.length === 0 ? null : excluded.unlisted.join('; '),
      sourceConnection: oneOf('source', options.source, ['self', 'third-party', 'collective']),
    },
    identity: await readIdentity(options),
    wordsLanguage: oneOf('words-language', options.wordsLanguage, ['es', 'pt', 'en']),
  };
}
