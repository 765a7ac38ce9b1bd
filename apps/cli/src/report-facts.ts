/** What a coordinator is shown beside the text of an opened report: codes in words, and why triage decided as it did. */
import type { OpenedReport } from '#sdk/member';
import { labelOf, LISTS, territoryName } from '#vocabulary';
import { say } from './terminal.js';

/** A reason's code and what caused it, in words where this version knows them. */
function because(reason: { readonly code: string; readonly because: string }): string {
  const list = ({ act: 'acts', imminence: 'imminence', raiser: 'raisers' } as const)[reason.code];
  return list ? labelOf(LISTS[list], reason.because, 'en') : `${reason.code}: ${reason.because}`;
}

/** On standard error, so that standard output holds the text alone. */
export function sayFacts({ routing, narrative, reasons, desk, assurance }: OpenedReport): void {
  const names = (list: keyof typeof LISTS, values: readonly string[]): string =>
    values.map((code) => labelOf(LISTS[list], code, 'en')).join(', ') || '–';
  const consent = routing.consent.tiers.length === 0 ? 'T0: the desk only' : routing.consent.tiers.join(', ');
  const lines: [string, string][] = [
    ['desk', desk],
    ['act', names('acts', routing.acts)],
    [
      'when',
      `${labelOf(LISTS.imminence, routing.imminence, 'en')}${narrative.occurredAt ? `, ${narrative.occurredAt}` : ''}`,
    ],
    [
      'where',
      [routing.department && territoryName(routing.department), narrative.place].filter(Boolean).join(', ') ||
        '–',
    ],
    ['who', narrative.who ?? '–'],
    ['needs', names('needs', routing.needs)],
    ['consent', consent],
    ['came through', labelOf(LISTS.channelAssurances, assurance, 'en')],
    ['told by', labelOf(LISTS.sourceConnections, narrative.sourceConnection, 'en')],
  ];
  if (narrative.exclusionsFreeText) lines.push(['keep from', narrative.exclusionsFreeText]);
  if (reasons?.urgency)
    lines.push(['urgency', `${reasons.urgency} (${reasons.reasons.map(because).join('; ')})`]);
  for (const [name, value] of lines) say(`${name.padEnd(13)} ${value}`);
  say('');
}
