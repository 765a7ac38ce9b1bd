/**
 * `#rosters`: who is on call, and who the allies are. Pure: roster and time in, people out. Portable, like the documents
 * that it reads.
 */
export {
  ALLY_SCOPES,
  allyEntryOf,
  languagesOf,
  TLP_LABELS,
  type AllyContact,
  type AllyEntry,
  type AllyScope,
  type DutyLayer,
  type DutyRoster,
  type Hours,
  type HoursWindow,
  type Tlp,
} from '#crypto';
export {
  gaps,
  MAX_LOOK_AHEAD_DAYS,
  shiftsOf,
  stretchesOf,
  type Gap,
  type LanguageDemand,
  type Shift,
  type Stretch,
} from './cover.js';
export { isWithinHours } from './hours.js';
export { onCall } from './on-call.js';
export { strangersIn, withoutStrangers, type SignedPeople } from './members-of-desk.js';
export {
  allyFindings,
  LOOK_AHEAD_DAYS,
  rosterFindings,
  type AllyFinding,
  type RosterFinding,
} from './findings.js';
export { localTime } from './local-time.js';
