/** Apollo Server as it runs here: nothing it does by default is left to the environment. */
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { RequestContext } from '#people';
import { formatErrorWith } from './format-error.js';
import { LIMITS, queryLimitRules } from './query-limits.js';

export interface GraphQLSettings {
  readonly development: boolean;
  readonly reportInternal: (error: unknown) => void;
}

const silent = (): void => undefined;

export function graphqlOptions({ development, reportInternal }: GraphQLSettings): ApolloDriverConfig {
  return {
    driver: ApolloDriver,
    path: '/graphql',
    autoSchemaFile: true,
    sortSchema: true,
    introspection: development,
    graphiql: development,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // A stored query would let a stranger keep things in our memory under a hash.
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !development,
    parseOptions: { maxLexicalTokens: LIMITS.tokens },
    maxRecursiveSelections: LIMITS.selections,
    validationRules: queryLimitRules(),
    // An environment variable must not be enough to send what people ask for to somebody else's service.
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    formatError: formatErrorWith(reportInternal),
    autoTransformHttpErrors: false,
    // Or Nest makes 200 of the 429 of `RateLimited`, and a proxy in between sees nothing to slow down.
    preserveHttpStatusForExecutionErrors: false,
    context: (request: { headers: { authorization?: string } }): RequestContext => ({
      authorization: request.headers.authorization,
    }),
  };
}
