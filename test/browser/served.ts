/** A deployment with its page in front of it: the processes, the people, and what a phone opens. */
import { World, type WorldOptions } from '../support/world.js';
import { startSite, type Site } from './site.js';

export interface Served {
  readonly world: World;
  readonly site: Site;
  end(): Promise<void>;
}

export async function serve(options: WorldOptions = {}): Promise<Served> {
  const world = await World.begin(options);
  const site = await startSite({ pin: world.demo.pin, api: world.origin });
  return {
    world,
    site,
    async end() {
      await site.stop();
      await world.end();
    },
  };
}
