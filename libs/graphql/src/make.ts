/** An instance of a GraphQL type. Unions are told apart by class, so plain objects would not do. */
export function make<T extends object>(type: new () => T, fields: { readonly [K in keyof T]: T[K] }): T {
  return Object.assign(new type(), fields);
}
