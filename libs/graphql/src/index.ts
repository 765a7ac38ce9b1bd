/** What the GraphQL side of every feature shares: scalars, pages, the catalogue of errors. */
export { AlertStanding, standingOf, type StandingColumns } from './alert-standing.js';
export { ApiError, API_ERRORS, type ApiErrorCode, RateLimited } from './api-error.js';
export { Bytes } from './bytes.scalar.js';
export { type Changed, ChangeStream } from './change-stream.js';
export { DateTime } from './date-time.scalar.js';
export { parseId } from './identifier.js';
export { CLOCK } from './injected.js';
export { make } from './make.js';
export { encodeCursor, type Page, pageArguments, type PageArguments, PageInfo, pageOf } from './page.js';
export { NotAvailable, notAvailable, StaleVersion, staleVersion } from './shared-results.js';
