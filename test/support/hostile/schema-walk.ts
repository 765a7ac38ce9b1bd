/** Reads the committed schema, so that what is added to it is attacked without anybody remembering to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  type GraphQLInputType,
  type SelectionSetNode,
} from 'graphql';

export const committedSchema = (): GraphQLSchema =>
  buildSchema(readFileSync(join(process.cwd(), 'apps', 'api', 'schema.graphql'), 'utf8'));

export type OperationKind = 'query' | 'mutation' | 'subscription';
export interface Operation {
  readonly kind: OperationKind;
  readonly field: GraphQLField<unknown, unknown>;
}

export function operationsOf(schema: GraphQLSchema): readonly Operation[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ kind, field })),
  );
}

/** Every field without arguments that is no deeper than the api allows; every member of a union. */
export function selectionOf(output: GraphQLOutputType, depth = 3): string {
  const type = getNamedType(output);
  if (!isCompositeType(type)) return '';
  if (isUnionType(type)) {
    const members = type
      .getTypes()
      .map((member) => `... on ${member.name} ${selectionOf(member, depth - 1)}`);
    return `{ __typename ${members.join(' ')} }`;
  }
  const fields = Object.values(type.getFields()).filter(
    (field) => field.args.length === 0 && (depth > 1 || !isCompositeType(getNamedType(field.type))),
  );
  return `{ __typename ${fields.map((field) => `${field.name} ${selectionOf(field.type, depth - 1)}`).join(' ')} }`;
}

/** One operation with all its arguments as variables. */
export function documentOf({ kind, field }: Operation): string {
  const declared = field.args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const passed = field.args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  return `${kind} F${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`} ${selectionOf(field.type)} }`;
}

/** A value of the type, made of samples by scalar; `named` overrides a field or argument by its name. */
export function valueOf(
  type: GraphQLInputType,
  sample: (scalar: string, name: string) => unknown,
  name = '',
  depth = 0,
): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, sample, name, depth);
  if (isListType(type)) return [valueOf(type.ofType, sample, name, depth)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return sample(type.name, name);
  if (depth > 4) return null;
  const fields = Object.values(type.getFields());
  return Object.fromEntries(
    fields.map((field) => [field.name, valueOf(field.type, sample, field.name, depth + 1)]),
  );
}

/** An answer of the right shape to a document of our own client. */
export function answerTo(
  schema: GraphQLSchema,
  document: string,
  sample: (scalar: string) => unknown,
): unknown {
  const [operation] = parse(document).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not an operation');
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`the schema has no ${operation.operation}`);
  return answerOf(root, operation.selectionSet, sample);
}

function answerOf(
  output: GraphQLOutputType,
  selection: SelectionSetNode | undefined,
  sample: (scalar: string) => unknown,
): unknown {
  if (isNonNullType(output)) return answerOf(output.ofType, selection, sample);
  if (isListType(output)) return [answerOf(output.ofType, selection, sample)];
  if (isEnumType(output)) return output.getValues()[0]?.name;
  if (isUnionType(output)) return answerOf(output.getTypes()[0]!, selection, sample);
  if (!isObjectType(output)) return sample(getNamedType(output).name);
  const answer: Record<string, unknown> = {};
  for (const node of selection?.selections ?? []) {
    if (node.kind === Kind.FIELD) {
      const field = output.getFields()[node.name.value];
      answer[node.name.value] = field ? answerOf(field.type, node.selectionSet, sample) : output.name;
    } else if (node.kind === Kind.INLINE_FRAGMENT && node.typeCondition?.name.value === output.name) {
      Object.assign(answer, answerOf(output, node.selectionSet, sample));
    }
  }
  return answer;
}
