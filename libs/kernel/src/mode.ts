/**
 * How a process is run. `production` refuses the publication of a demo, and is what an unset variable means: nobody must end
 * up on demo keys by forgetting something. Only `development` has introspection and GraphiQL.
 */
export const MODES = ['production', 'demo', 'test', 'development'] as const;

export interface ModeVariables {
  readonly AMPARO_MODE: (typeof MODES)[number];
  readonly NODE_ENV?: string | undefined;
}

export function isProduction({ AMPARO_MODE, NODE_ENV }: ModeVariables): boolean {
  return AMPARO_MODE === 'production' || NODE_ENV === 'production';
}
