/**
 * Every error that leaves the api is one of the catalogue (libs/graphql, `API_ERRORS`): a code and its fixed text, with the
 * place in the query where GraphQL names one. Whatever else an error holds (a driver's message with a parameter in it, a
 * stack, a hint at the schema) stays here, and not even the log gets its text.
 */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { API_ERRORS, ApiError, type ApiErrorCode, RateLimited } from '#graphql';
import { isDatabaseAway } from '#platform';

/** What Apollo says about requests that never reached a resolver. */
const BAD_REQUESTS: readonly unknown[] = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
];

/** Looks through what an error wraps: Apollo wraps GraphQL's errors, GraphQL wraps what a resolver threw. */
export function codeOf(error: unknown): ApiErrorCode {
  let isBadRequest = false;
  let cause = error;
  for (let depth = 0; cause instanceof Error && depth < 8; depth += 1) {
    if (cause instanceof ApiError) return cause.code;
    if (isDatabaseAway(cause)) return 'UNAVAILABLE';
    // What a resolver threw and nobody foresaw is ours, whatever code it was wrapped in.
    if (!(cause instanceof GraphQLError)) return 'INTERNAL';
    if (isLimit(cause)) return 'TOO_COMPLEX';
    isBadRequest ||= BAD_REQUESTS.includes(cause.extensions['code']) || isTooManyWrong(cause);
    cause = cause.originalError;
  }
  return isBadRequest ? 'BAD_REQUEST' : 'INTERNAL';
}

/** graphql-js counts wrong values in variables, gives up at fifty, and says so only in words. */
function isTooManyWrong({ message }: GraphQLError): boolean {
  return message.startsWith('Too many errors processing variables');
}

function isLimit({ extensions, message }: GraphQLError): boolean {
  return (
    extensions['code'] === 'TOO_COMPLEX' ||
    extensions['validationErrorCode'] === 'MAX_RECURSIVE_SELECTIONS_EXCEEDED' ||
    // graphql-js counts tokens while it parses, and says so only in words.
    message.includes('tokens. Parsing aborted')
  );
}

/** `report` is told of what should not happen; it gets the error to look at its class, not to write it down. */
export function formatErrorWith(report: (error: unknown) => void) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const code = codeOf(error);
    if (code === 'INTERNAL') report(error);
    return {
      message: API_ERRORS[code].message,
      ...(formatted.locations ? { locations: formatted.locations } : {}),
      ...(formatted.path ? { path: formatted.path } : {}),
      extensions: { code, ...(code === 'RATE_LIMITED' ? whenToReturn(error) : {}) },
    };
  };
}

function whenToReturn(error: unknown): { retryAfterSeconds?: number } {
  let cause = error;
  for (let depth = 0; cause instanceof GraphQLError && depth < 8; depth += 1) {
    if (cause instanceof RateLimited) return { retryAfterSeconds: cause.retryAfterSeconds };
    cause = cause.originalError;
  }
  return {};
}
