/**
 * Invented reports as a week in the Peruvian Amazon would bring them: pure and seeded, so that the same seed gives the same
 * drafts on every machine, and a longer row begins with the shorter one. People, communities and companies are invented;
 * codes of places and languages are real. The shares are written in `attacks.ts` and `places.ts`.
 */
import type { ReportDraft } from '#sdk';
import type { Kind } from './attacks.js';
import { draftOf } from './draft.js';
import { happen, type Happening } from './happening.js';
import { seeded, type Random } from './random.js';
import type { Telling } from './telling.js';

/** Which way it comes: a public page, a partner's software, or a link whose channel this directory does not list. */
export type Way = 'page' | 'app' | 'unlisted';

export interface GeneratedReport {
  readonly draft: ReportDraft;
  readonly way: Way;
  readonly kind: Kind;
  /** The same for all tellings of one happening. */
  readonly happening: number;
  /** The happening before it that was the threat. */
  readonly after: number | null;
}

export interface GeneratorOptions {
  readonly seed: number;
  readonly count: number;
  readonly now: Date;
  /** Of the public list: organisations that a reporter might name as allies, or exclude. None of them holds a desk. */
  readonly organisations: readonly string[];
}

const SAME_HAPPENING_WITHIN = 25;

/** Who was killed or taken does not tell it. */
const TOLD_BY_OTHERS: readonly Kind[] = ['killing', 'detention', 'kidnapping'];

function tellingsOf(random: Random, happening: Happening): Telling[] {
  const inside = happening.attack.variant === 'inside';
  const times = inside
    ? 1
    : random.weighted([
        [1, 82],
        [2, 13],
        [3, 5],
      ]);
  return Array.from({ length: times }, (_, nth) => {
    const source = random.weighted([
      ['self', TOLD_BY_OTHERS.includes(happening.kind) ? 0 : 42],
      ['third-party', 38],
      ['collective', inside ? 0 : 26],
    ] as const);
    const raisers = happening.attack.raisers.filter(
      (raiser) => raiser !== 'GENDER' || inside || happening.who.feminine,
    );
    const some = random.some(
      raisers,
      random.weighted([
        [0, 35],
        [1, 40],
        [2, 25],
      ]),
    );
    return {
      source,
      radio: source === 'third-party' && random.chance(0.4),
      nth,
      raisers: happening.prior
        ? [...new Set(['PRIOR_THREAT', ...some])]
        : random.chance(0.03)
          ? [...some, 'OTHER']
          : some,
      needs: random.some(happening.attack.needs, 1 + random.int(3)),
    };
  });
}

export function generateReports(options: GeneratorOptions): GeneratedReport[] {
  const random = seeded(options.seed);
  const happenings: Happening[] = [];
  const told: { readonly at: number; readonly report: GeneratedReport }[] = [];
  while (happenings.length < options.count) {
    const happening = happen(random, happenings.length, happenings);
    happenings.push(happening);
    for (const telling of tellingsOf(random, happening)) {
      const draft = draftOf(random, happening, telling, options);
      const way = random.weighted([
        ['page', 62],
        ['app', 36],
        ['unlisted', 2],
      ] as const);
      const after = happening.prior?.number ?? null;
      const { kind, number } = happening;
      // Other tellings arrive a while later, among other things that happened.
      const at = number + (telling.nth === 0 ? 0 : random.next() * SAME_HAPPENING_WITHIN);
      told.push({ at, report: { draft, way, kind, happening: number, after } });
    }
  }
  return told
    .sort((a, b) => a.at - b.at)
    .slice(0, options.count)
    .map(({ report }) => report);
}
