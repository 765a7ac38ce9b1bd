/** A ceremony plan that people wrote, read strictly: a wrong line is named, because a ceremony is not repeated lightly. */
import { z } from 'zod';
import { RIGHTS, unreadableInOrganisation } from '#crypto';
import { newId } from '#kernel';
import type { CeremonyPlan, PlannedAlly } from '#sdk/ceremony';
import { misuse } from './terminal.js';

const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const ALLY_FIELDS = ['scope', 'languages', 'hours', 'tlp', 'verified', 'conflicts', 'contacts'];

/** By the one form of what is signed: a mistyped conflict of interest must not be signed as none. */
function isPlannedAlly(value: unknown): boolean {
  const given = z.record(z.string(), z.unknown()).safeParse(value);
  const contacts = z.array(z.looseObject({})).safeParse(given.data?.['contacts'] ?? []);
  if (!given.success || !contacts.success) return false;
  const ext = { ...given.data, contacts: contacts.data.map((contact) => ({ ...contact, id: newId() })) };
  return (
    Object.keys(given.data).every((name) => ALLY_FIELDS.includes(name)) &&
    unreadableInOrganisation({ ext }) === null
  );
}

const plan = z.strictObject({
  deployment: z.string().min(3).max(128).optional(),
  organisations: z
    .array(
      z.strictObject({
        key,
        name: z.string().min(1).max(200),
        kind: z.enum(['federation', 'ngo', 'lawyer', 'shelter', 'fund', 'embassy', 'authority', 'un']),
        capabilities: z.array(z.string()).default([]),
        departments: z.array(z.string()).default([]),
        tier: z.enum(['T1', 'T2', 'T3']).default('T1'),
        named: z.boolean().default(true),
        ally: z.exactOptional(z.custom<PlannedAlly>(isPlannedAlly, 'cannot be read as an ally')),
      }),
    )
    .min(3),
  people: z
    .array(
      z.strictObject({
        handle: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,39}$/),
        name: z.string().min(1).max(200),
        organisation: key,
        rights: z.array(z.enum(RIGHTS)).min(1),
        phone: z.string().max(40).nullable().default(null),
        languages: z.exactOptional(z.array(z.string().regex(/^[a-z]{3}$/)).max(32)),
      }),
    )
    .min(4),
  channels: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(200),
        assurance: z.string(),
        welcome: z.strictObject({ en: z.string(), es: z.string(), pt: z.string() }),
        signs: z.boolean().default(false),
      }),
    )
    .default([]),
  custodyQuorum: z.int().min(2).max(5),
  roots: z.strictObject({ count: z.int().min(1).max(9), threshold: z.int().min(1).max(9) }),
  callback: z.strictObject({ triage: z.string().max(200), safeguarding: z.string().max(200) }),
  validDays: z.int().min(1).max(400).default(365),
});

export function parsePlan(text: string, deployment: string | undefined): CeremonyPlan {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw misuse('the plan is not JSON');
  }
  const read = plan.safeParse(content);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw misuse(
      `the plan is wrong at "${issue?.path.map(String).join('.') ?? ''}": ${issue?.message ?? ''}`,
    );
  }
  const name = deployment ?? read.data.deployment;
  if (name === undefined) throw misuse('give the deployment a name: in the plan, or with --deployment');
  const keys = new Set(read.data.organisations.map((organisation) => organisation.key));
  const stray = read.data.people.find(({ organisation }) => !keys.has(organisation));
  if (stray) throw misuse(`${stray.handle} belongs to an organisation that the plan does not list`);
  return { ...read.data, deployment: name, demo: false };
}
