import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { LazyMetadataStorage, TypeMetadataStorage } from '@nestjs/graphql';
import { PERMISSIONS } from '#people';
import { RESOLVERS } from './resolvers.js';

describe('every field that the api answers', () => {
  it('names its action in the one table of permissions', () => {
    LazyMetadataStorage.load();
    const fields = [
      ...TypeMetadataStorage.getQueriesMetadata(),
      ...TypeMetadataStorage.getMutationsMetadata(),
    ];
    const handlers = fields.map(({ target, methodName }) => ({
      name: methodName,
      known: RESOLVERS.includes(target as (typeof RESOLVERS)[number]),
      action: Reflect.getMetadata(
        'amparo:action',
        (target.prototype as Record<string, object>)[methodName]!,
      ) as string,
    }));
    expect(handlers.length).toBeGreaterThan(20);
    expect(handlers.filter(({ known, action }) => !known || !Object.hasOwn(PERMISSIONS, action))).toEqual([]);
  });
});
