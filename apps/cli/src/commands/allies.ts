/** `amparo allies`: the registry of allies as the roots signed it, and what is missing or old in it. */
import type { Command } from 'commander';
import type { Roster } from '#crypto';
import { allyEntryOf, allyFindings, type AllyEntry } from '#rosters';
import { labelOf, LISTS, territoryName } from '#vocabulary';
import { allyWords } from '../duty-words.js';
import type { CommonOptions } from '../home.js';
import { atDeskWith } from '../sign-in.js';
import { print, printJson, refuse } from '../terminal.js';

type Organisation = Roster['organisations'][number];

function hoursWords({ hours }: AllyEntry): string {
  if (!hours) return 'always';
  const windows = hours.windows.map(
    ({ days, from, until }) => `${days.map((day) => day.slice(0, 3)).join(' ')} ${from}–${until}`,
  );
  return `${windows.join('; ')} (${hours.timeZone})`;
}

function showOne(organisation: Organisation, members: number, findings: readonly string[]): void {
  const { name, kind, tier, capabilities, departments } = organisation;
  const entry = allyEntryOf(organisation);
  const { scope, tlp, verified, languages, conflicts, contacts } = entry;
  print(`${name}  (${kind}, ${scope}, ${tier}, TLP:${tlp})`);
  print(
    `  offers    ${capabilities.map((code) => labelOf(LISTS.needs, code, 'en')).join(', ') || 'nothing noted'}`,
  );
  print(`  where     ${departments.map(territoryName).join(', ') || 'everywhere'}`);
  print(`  when      ${hoursWords(entry)}`);
  print(
    `  speaks    ${languages.map((code) => labelOf(LISTS.languages, code, 'en')).join(', ') || 'not noted'}`,
  );
  print(`  verified  ${verified ? `${verified.on}: ${verified.how}` : 'never'}`);
  print(
    `  people    ${String(members)} with keys${contacts.map((one) => `, call ${one.name} ${one.phone}`).join('')}`,
  );
  if (conflicts.length > 0) print(`  not where ${conflicts.join(', ')}`);
  for (const finding of findings) print(`  ! ${finding}`);
}

async function allies(options: CommonOptions): Promise<void> {
  await atDeskWith(options, ({ work: { roster } }) => {
    if (!roster) throw refuse('no-roster', 'Your copy of the roster does not open.');
    const findings = allyFindings(roster, new Date());
    const allied = (id: string) =>
      roster.members.filter(({ organisation, rights }) => organisation === id && rights.includes('ally'))
        .length;
    const listed = roster.organisations.filter(
      (each) => allied(each.id) > 0 || each.capabilities.length > 0 || allyEntryOf(each).contacts.length > 0,
    );
    if (options.json) {
      printJson({
        allies: listed.map((each) => ({
          ...each,
          ...allyEntryOf(each),
          findings: findings.filter(({ organisation }) => organisation === each.id).map(({ kind }) => kind),
        })),
      });
    } else {
      for (const each of listed) {
        const wrong = findings.filter(({ organisation }) => organisation === each.id);
        showOne(
          each,
          allied(each.id),
          wrong.map(({ kind }) => allyWords(kind)),
        );
      }
    }
    return Promise.resolve();
  });
}

export function addAlliesCommand(program: Command): void {
  program
    .command('allies')
    .description('who the allies are: what they offer, where, when, how verified, and what is missing')
    .addHelpText('after', '\nExample\n  amparo allies --as rosa\n')
    .action(async (_: unknown, command: Command) => allies(command.optsWithGlobals()));
}
