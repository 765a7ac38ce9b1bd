/** The tests of a policy file, with the names in them looked up. */
import type { ChannelAssurance, Imminence, Routing } from '#vocabulary';
import type { Expected, PolicyTest } from '../policy.js';
import type { Names } from './names.js';
import type { Path } from './read-source.js';
import type { SourceTest } from './source-form.js';

/** A Monday, so that a test without a day says the same every week. */
const SOME_MONDAY = '2026-03-02';

export function compileTests(tests: readonly SourceTest[], names: Names): readonly PolicyTest[] {
  return tests.map((test, nth) => compileTest(test, ['tests', nth], names));
}

function compileTest({ name, report, at, expect }: SourceTest, path: Path, names: Names): PolicyTest {
  return {
    name,
    report:
      report === 'unsorted'
        ? { routing: null, channel: 'E2EE_WEB', quarantined: false }
        : {
            routing: routingOf(report, [...path, 'report'], names),
            channel: report.channel as ChannelAssurance,
            quarantined: report.quarantined,
          },
    at: at.includes(' ') ? at.replace(' ', 'T') : `${SOME_MONDAY}T${at}`,
    expect: {
      ...(expect.urgency === undefined ? {} : { urgency: expect.urgency }),
      ...(expect.route === undefined ? {} : { routes: expect.route }),
      told: expect.told.map((one, at) => expectedOf(one, [...path, 'expect', 'told', at], names)),
      nobodyElse: expect.nobodyElse,
      notTold: expect.notTold.map(({ organisation, because }, at) => ({
        organisation: names.organisation(organisation, [...path, 'expect', 'notTold', at, 'organisation']),
        ...(because === undefined ? {} : { because }),
      })),
    },
  };
}

type SampleReport = Exclude<SourceTest['report'], 'unsorted'>;

function routingOf(report: SampleReport, path: Path, names: Names): Routing {
  const idsOf = (field: 'named' | 'exclude') =>
    (report[field] ?? []).map((name, nth) => names.organisation(name, [...path, field, nth]));
  return {
    v: 1,
    acts: report.acts,
    imminence: report.imminence as Imminence,
    urgency: report.urgency ?? null,
    department: report.territory ?? null,
    targets: report.targets ?? [],
    sector: report.sector ?? [],
    perpetrators: report.perpetrators ?? [],
    needs: report.needs ?? [],
    language: report.language,
    consent: { tiers: report.consent ?? [], named: idsOf('named') },
    exclusions: idsOf('exclude'),
    raisers: report.raisers ?? [],
  };
}

type SourceExpected = SourceTest['expect']['told'][number];

function expectedOf(
  { roster, organisation, person, after }: SourceExpected,
  path: Path,
  names: Names,
): Expected {
  if (roster !== undefined) return { who: { kind: 'roster', roster }, afterSeconds: after };
  if (organisation !== undefined) {
    const id = names.organisation(organisation, [...path, 'organisation']);
    return { who: { kind: 'ally', organisation: id }, afterSeconds: after };
  }
  return { who: { kind: person === true ? 'person' : 'desk' }, afterSeconds: after };
}
