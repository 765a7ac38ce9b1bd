import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { PERMISSIONS } from '#people';
import { HealthController } from './health.controller.js';
import { RESOLVERS } from './resolvers.js';

describe('every door of the api', () => {
  it('names its action in the one table of permissions', () => {
    const handlers = [...RESOLVERS, HealthController].flatMap((type) =>
      Object.entries(Object.getOwnPropertyDescriptors(type.prototype))
        .filter(([name]) => name !== 'constructor')
        .map(([name, { value }]) => ({
          name,
          action: Reflect.getMetadata('amparo:action', value as object) as string | undefined,
        })),
    );
    expect(handlers).toHaveLength(44);
    expect(handlers.filter(({ action }) => !Object.hasOwn(PERMISSIONS, action ?? ''))).toEqual([]);
  });
});
