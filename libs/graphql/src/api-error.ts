/**
 * The one catalogue of errors that are not a member of a union. Each says what the caller can do about it. Texts are fixed:
 * they hold no ids, keys, values or plaintext, and "does not exist" and "not yours" never come this far (they are null).
 */
import { GraphQLError } from 'graphql';

export const API_ERRORS = {
  UNAUTHENTICATED: {
    status: 401,
    message: 'There is no valid session. Sign in again.',
  },
  FORBIDDEN: {
    status: 403,
    message:
      'Your rights do not include this. An administrator can have them changed in the next signed publication.',
  },
  BAD_REQUEST: {
    status: 400,
    message:
      'The request is not well formed. Compare it with schema.graphql; sending it again unchanged will not help.',
  },
  TOO_LARGE: {
    status: 413,
    message: 'The request is larger than the api accepts. The largest envelope has 139,264 bytes.',
  },
  TOO_COMPLEX: {
    status: 400,
    message:
      'The query is too deep, too costly or has too many parts. Ask for less, or ask in several requests.',
  },
  RATE_LIMITED: {
    status: 429,
    message:
      'This is more than is taken in one minute. Nothing was done; ask again after `retryAfterSeconds`.',
  },
  UNAVAILABLE: {
    status: 503,
    message: 'The service cannot answer now. Keep what you have and try again with growing pauses.',
  },
  INTERNAL: {
    status: 500,
    message: 'Something is wrong on our side. Trying again once is safe; tell the operator if it stays.',
  },
} as const satisfies Record<string, { status: number; message: string }>;

export type ApiErrorCode = keyof typeof API_ERRORS;

export class ApiError extends GraphQLError {
  constructor(
    readonly code: ApiErrorCode,
    extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(API_ERRORS[code].message, { extensions: { code, ...extensions } });
  }
}

/** Says in the body and, where there is HTTP, in the status and `Retry-After` when to come back. */
export class RateLimited extends ApiError {
  constructor(readonly retryAfterSeconds: number) {
    const { status } = API_ERRORS.RATE_LIMITED;
    const headers = new Map([['retry-after', String(retryAfterSeconds)]]);
    super('RATE_LIMITED', { retryAfterSeconds, http: { status, headers } });
  }
}
