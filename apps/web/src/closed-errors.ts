/**
 * What this process says when it cannot pass something on: the api's own closed shape and words (libs/graphql/src/api-error.ts), so that
 * the page treats it as it treats the api, and keeps the report. Not imported from there: that would load a GraphQL server.
 */
export const CLOSED_ERRORS = {
  BAD_REQUEST:
    'The request is not well formed. Compare it with schema.graphql; sending it again unchanged will not help.',
  TOO_LARGE: 'The request is larger than the api accepts. The largest envelope has 139,264 bytes.',
  UNAVAILABLE: 'The service cannot answer now. Keep what you have and try again with growing pauses.',
} as const;

export type ClosedCode = keyof typeof CLOSED_ERRORS;

export const closedBody = (code: ClosedCode): string =>
  JSON.stringify({ errors: [{ message: CLOSED_ERRORS[code], extensions: { code } }] });
