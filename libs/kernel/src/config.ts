/**
 * A process reads its environment once, at boot, into a type that cannot be wrong, or does not start.
 * Every wrong variable gets one line. Values are never repeated: some of them are secrets, and the line goes to a log.
 */
import { z } from 'zod';

export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** `schema` is an object whose keys are variable names. An empty value counts as not set, as in a compose file. */
export function loadConfig<S extends z.ZodObject>(schema: S, env: Environment): z.output<S> {
  const present = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, env[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const problems = new Map<string, string>();
  for (const issue of result.error.issues) {
    const name = String(issue.path[0] ?? 'environment');
    if (!problems.has(name)) problems.set(name, `${name}: ${describe(issue, name in present)}`);
  }
  throw new ConfigError([...problems.values()]);
}

/** Words of our own for the usual mistakes; what zod says about a value could quote it. */
function describe(issue: z.core.$ZodIssue, isSet: boolean): string {
  if (!isSet && issue.code === 'invalid_type') return `is not set; expected ${issue.expected}`;
  switch (issue.code) {
    case 'invalid_value':
      return `is not one of the known values; expected ${issue.values.map(String).join(' or ')}`;
    case 'invalid_type':
      return `has the wrong form; expected ${issue.expected}`;
    case 'invalid_format':
      return `has the wrong form; expected ${issue.format}`;
    case 'too_small':
      return `is too small; expected at least ${String(issue.minimum)}`;
    case 'too_big':
      return `is too large; expected at most ${String(issue.maximum)}`;
    case 'custom':
      // Written beside the schema by us, never from the value.
      return issue.message;
    default:
      return 'has the wrong form';
  }
}
