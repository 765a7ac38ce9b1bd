/**
 * How much one query may ask for. Depth, cost, aliases and directives by the rules of @escape.tech/graphql-armor, tokens by
 * graphql-js itself while parsing, runaway fragments by Apollo. The armour's Apollo plugins are left out: with Apollo Server 5
 * its token plugin answers with an error of its own making, and hints at the schema are cut by `hideSchemaDetailsFromClientErrors`.
 */
import { ApolloArmor } from '@escape.tech/graphql-armor';
import {
  type ASTVisitor,
  GraphQLError,
  OperationTypeNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

export const LIMITS = {
  depth: 6,
  /** A full page of the queue with every field costs about 6,000. */
  cost: 10_000,
  aliases: 4,
  directives: 8,
  tokens: 1000,
  /** Counted with every fragment spread out. */
  selections: 10_000,
} as const;

function refuse(context: ValidationContext | null): void {
  context?.reportError(new GraphQLError('too complex', { extensions: { code: 'TOO_COMPLEX' } }));
}

/** Over HTTP there are none, and graphql-js would notice only while executing, as if it were our mistake. */
const noSubscriptions: ValidationRule = (context): ASTVisitor => ({
  OperationDefinition(operation) {
    if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
      context.reportError(new GraphQLError('no subscriptions', { extensions: { code: 'BAD_REQUEST' } }));
    }
  },
});

/** For requests over HTTP. */
export function queryLimitRules(): ValidationRule[] {
  return [noSubscriptions, ...limitRules()];
}

/** For whatever way a document comes. */
export function limitRules(): ValidationRule[] {
  const rejected = () => ({ onReject: [refuse], propagateOnRejection: false, exposeLimits: false });
  const { validationRules } = new ApolloArmor({
    maxDepth: { n: LIMITS.depth, ...rejected() },
    costLimit: { maxCost: LIMITS.cost, ...rejected() },
    maxAliases: { n: LIMITS.aliases, ...rejected() },
    maxDirectives: { n: LIMITS.directives, ...rejected() },
    maxTokens: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  }).protect();
  return [...validationRules];
}
