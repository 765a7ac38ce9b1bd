/**
 * What a client may ask for over a socket: one subscription, within the limits that HTTP has. Apollo sees nothing of a socket, so
 * every rule it applies to a request is applied here.
 */
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  type SelectionSetNode,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { ApiError } from '#graphql';
import { LIMITS, limitRules } from '../query-limits.js';

export interface Asked {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

/** The arguments to execute, or why not. */
export function subscriptionReader(
  schema: GraphQLSchema,
  { introspection }: { readonly introspection: boolean },
): (asked: Asked) => ExecutionArgs | readonly GraphQLError[] {
  const rules: ValidationRule[] = [...specifiedRules, ...limitRules()];
  if (!introspection) rules.push(NoSchemaIntrospectionCustomRule);
  return ({ query, operationName, variables }) => {
    const document = read(query);
    if (document instanceof GraphQLError) return [document];
    if (countSelections(document) > LIMITS.selections) return [new ApiError('TOO_COMPLEX')];
    const errors = validate(schema, document, rules, { maxErrors: 5 });
    if (errors.length > 0) return errors.map(asRefusal);
    return { schema, document, operationName: operationName ?? null, variableValues: variables ?? null };
  };
}

/** An error of graphql-js hints at the schema; the code alone goes out. */
function asRefusal(error: GraphQLError): GraphQLError {
  return new ApiError(error.extensions['code'] === 'TOO_COMPLEX' ? 'TOO_COMPLEX' : 'BAD_REQUEST');
}

function read(query: string): DocumentNode | GraphQLError {
  let document: DocumentNode;
  try {
    document = parse(query, { maxLexicalTokens: LIMITS.tokens, noLocation: true });
  } catch (error) {
    const isLong = error instanceof GraphQLError && error.message.includes('tokens. Parsing aborted');
    return new ApiError(isLong ? 'TOO_COMPLEX' : 'BAD_REQUEST');
  }
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const [only] = operations;
  // A query or a mutation here would pass by everything that stands before HTTP.
  const isSubscription =
    operations.length === 1 &&
    only?.kind === Kind.OPERATION_DEFINITION &&
    only.operation === OperationTypeNode.SUBSCRIPTION;
  return isSubscription ? document : new ApiError('BAD_REQUEST');
}

/** With every fragment spread out; each fragment is counted once, so that fragments that double each other cost nothing to refuse. */
function countSelections(document: DocumentNode): number {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet] as const] : [],
    ),
  );
  const counted = new Map<string, number>();
  const countFragment = (name: string): number => {
    const known = counted.get(name);
    if (known !== undefined) return known;
    // A fragment within itself is refused by graphql-js; here it only must not run for ever.
    counted.set(name, 0);
    const set = fragments.get(name);
    const total = set ? count(set) : 0;
    counted.set(name, total);
    return total;
  };
  const count = (set: SelectionSetNode): number =>
    set.selections.reduce((sum, one) => {
      if (one.kind === Kind.FRAGMENT_SPREAD) return sum + 1 + countFragment(one.name.value);
      return sum + 1 + (one.selectionSet ? count(one.selectionSet) : 0);
    }, 0);
  return document.definitions.reduce(
    (sum, one) => (one.kind === Kind.OPERATION_DEFINITION ? sum + count(one.selectionSet) : sum),
    0,
  );
}
