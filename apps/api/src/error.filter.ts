/**
 * The last stop of every error. HTTP errors (a wrong path, a body that is no JSON) get the same closed shape as GraphQL's;
 * GraphQL's own go on to `formatError`. Without this filter Nest would write messages and stacks to the log.
 */
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { API_ERRORS, ApiError, type ApiErrorCode, RateLimited } from '#graphql';
import { codeOf } from './format-error.js';

export interface ClosedError {
  readonly status: number;
  readonly body: {
    readonly errors: readonly [
      { readonly message: string; readonly extensions: { readonly code: ApiErrorCode } },
    ];
  };
}

export function closedError(code: ApiErrorCode, status: number = API_ERRORS[code].status): ClosedError {
  return { status, body: { errors: [{ message: API_ERRORS[code].message, extensions: { code } }] } };
}

/** Keeps the status that HTTP has for it, because proxies and clients act on it; the text is ours. */
function closedHttpError(error: unknown): ClosedError {
  if (error instanceof ApiError) return closedError(error.code);
  const status = statusOf(error);
  if (status === 413) return closedError('TOO_LARGE');
  if (status !== null && status >= 400 && status < 500) return closedError('BAD_REQUEST', status);
  return closedError(codeOf(error));
}

function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown = error instanceof Error ? (error as { statusCode?: unknown }).statusCode : null;
  return typeof status === 'number' ? status : null;
}

interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  type(contentType: string): Reply;
  send(body: string): unknown;
}

@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): unknown {
    // graphql-js treats an Error that is returned like one that is thrown.
    if (host.getType<string>() === 'graphql')
      return error instanceof Error ? error : new ApiError('INTERNAL');
    const { status, body } = closedHttpError(error);
    const reply = host.switchToHttp().getResponse<Reply>();
    if (error instanceof RateLimited) reply.header('retry-after', String(error.retryAfterSeconds));
    return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
  }
}
