/** What a coordinator is shown beside the text of an opened report: codes in words, and why triage decided as it did. */
import type { OpenedReport } from '#sdk/member';
import { isExercise, labelOf, LISTS, territoryName } from '#vocabulary';
import { say } from './terminal.js';

/** A reason's code and what caused it, in words where this version knows them. */
function because(reason: { readonly code: string; readonly because: string }): string {
  const list = ({ act: 'acts', imminence: 'imminence', raiser: 'raisers' } as const)[reason.code];
  return list ? labelOf(LISTS[list], reason.because, 'en') : `${reason.code}: ${reason.because}`;
}

const joined = (parts: readonly (string | null | undefined)[]): string =>
  parts.filter(Boolean).join(', ') || '–';

/** On standard error, so that standard output holds the text alone. */
export function sayFacts({ routing, narrative, reasons, desk, assurance }: OpenedReport): void {
  const names = (list: keyof typeof LISTS, values: readonly string[]): string =>
    values.map((code) => labelOf(LISTS[list], code, 'en')).join(', ') || '–';
  const codes = routing.kind === 'unreadable' ? null : routing.codes;
  const when = [codes && labelOf(LISTS.imminence, codes.imminence, 'en'), narrative.occurredAt];
  const where = [codes?.department && territoryName(codes.department), narrative.place];
  const consented = codes?.consent.tiers.join(', ');
  const lines: [string, string][] = [
    ['desk', desk],
    ['act', codes ? names('acts', codes.acts) : 'the codes cannot be read; read the text with care'],
    ['when', joined(when)],
    ['where', joined(where)],
    ['who', narrative.who ?? '–'],
    ['needs', codes ? names('needs', codes.needs) : '–'],
    // Where nobody can tell what was consented to, nothing was.
    ['consent', consented === undefined || consented === '' ? 'T0: the desk only' : consented],
    ['came through', labelOf(LISTS.channelAssurances, assurance, 'en')],
    ['told by', labelOf(LISTS.sourceConnections, narrative.sourceConnection, 'en')],
  ];
  if (narrative.exclusionsFreeText) lines.push(['keep from', narrative.exclusionsFreeText]);
  if (reasons?.urgency)
    lines.push(['urgency', `${reasons.urgency} (${reasons.reasons.map(because).join('; ')})`]);
  if (codes && isExercise(codes)) say('EXERCISE: nobody is in danger, and no authority may be told.');
  if (routing.kind === 'altered')
    say(
      'WARNING: the codes below are not those that the reporter sealed. Trust the text, and tell the administrators.',
    );
  for (const [name, value] of lines) say(`${name.padEnd(13)} ${value}`);
  say('');
}
