import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { API_ERRORS, ApiError, RateLimited } from '#graphql';
import { codeOf, formatErrorWith } from './format-error.js';

const withCode = (code: string) => Object.assign(new Error('secret parameter'), { code });
const thrown = (error: Error) => new GraphQLError('wrapped', { originalError: error });

describe('an error on its way out', () => {
  it.each([
    ['our own', thrown(new ApiError('FORBIDDEN')), 'FORBIDDEN'],
    [
      'a query that is none',
      new GraphQLError('Syntax', { extensions: { code: 'GRAPHQL_PARSE_FAILED' } }),
      'BAD_REQUEST',
    ],
    [
      'an unknown field',
      new GraphQLError('x', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
      'BAD_REQUEST',
    ],
    [
      'more wrong values than graphql-js counts',
      new GraphQLError('Too many errors processing variables, error limit reached. Execution aborted.'),
      'BAD_REQUEST',
    ],
    [
      'too many tokens',
      new GraphQLError('Document contains more than 9 tokens. Parsing aborted.'),
      'TOO_COMPLEX',
    ],
    ['a limit', new GraphQLError('x', { extensions: { code: 'TOO_COMPLEX' } }), 'TOO_COMPLEX'],
    ['a database that is gone', thrown(withCode('P1001')), 'UNAVAILABLE'],
    ['somebody else at its address, who knows no such password', thrown(withCode('28P01')), 'UNAVAILABLE'],
    ['a statement that took too long', thrown(withCode('57014')), 'UNAVAILABLE'],
    [
      'a database that does not answer',
      thrown(new Error('Connection terminated due to connection timeout')),
      'UNAVAILABLE',
    ],
    ['a refused statement', thrown(withCode('42501')), 'INTERNAL'],
    ['a mistake of ours', thrown(new TypeError('x is undefined')), 'INTERNAL'],
    ['something that is no error', 'a string', 'INTERNAL'],
  ])('%s has its code', (_, error, code) => {
    expect(codeOf(error)).toBe(code);
  });

  it('carries the catalogue text and nothing of its own', () => {
    const reported: unknown[] = [];
    const format = formatErrorWith((error) => reported.push(error));
    const error = thrown(withCode('XX000'));
    const formatted = format(
      {
        message: 'secret parameter',
        path: ['report'],
        extensions: { code: 'X', stacktrace: ['at'], more: 1 },
      },
      error,
    );
    expect(formatted).toEqual({
      message: API_ERRORS.INTERNAL.message,
      path: ['report'],
      extensions: { code: 'INTERNAL' },
    });
    expect(reported).toEqual([error]);
  });

  it('says when to come back, and nothing else, to whoever asks too often', () => {
    const formatted = formatErrorWith(() => undefined)({ message: 'x' }, thrown(new RateLimited(17)));
    expect(formatted.extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: 17 });
  });

  it('is reported only when it is our fault', () => {
    const reported: unknown[] = [];
    formatErrorWith((error) => reported.push(error))({ message: 'x' }, thrown(new ApiError('BAD_REQUEST')));
    expect(reported).toEqual([]);
  });
});
