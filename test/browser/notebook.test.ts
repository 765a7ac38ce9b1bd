/**
 * A radio operator with a sheet of paper and a keyboard: the numbers go into the page, the twelve words into the notebook, and of neither
 * anything readable stays on the telephone.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { es as say } from '../../apps/intake/src/notebook/text/es.js';
import { es as sheet } from '../../apps/intake/src/sheet/text/es.js';
import { es as talk } from '../../apps/intake/src/talk/text/es.js';
import { es } from '../../apps/intake/src/text/es.js';
import { findEverywhere } from '../support/find-everywhere.js';
import { findChromium } from './chromium.js';
import { usePhone } from './phone.js';
import { operatorWay } from './operator-way.js';
import { reporter } from './reporter.js';
import { serve, type Served } from './served.js';
import { canaries } from './tell.js';

(findChromium() === null ? describe.skip : describe)('who reports for many', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({ withoutWorker: true });
  });
  afterAll(() => served.end());

  it('types a sheet in by its numbers, puts the words into the notebook, and opens it again by its phrase', async () => {
    const secret = canaries();
    const phone = await usePhone();
    try {
      const { page } = phone;
      const person = reporter(page, es);
      const { press, at } = person;
      const { origin } = served.site;
      await page.goto(origin);
      const what = { say, sheet, story: `Hombres en el puente ${secret.story}`, label: secret.name, origin };
      const { words, phrase } = await operatorWay(person, what, () => Promise.resolve());
      expect(phrase).toHaveLength(8);
      await press(say.openOne(secret.name));
      await at(talk.conversation.title);
      await press(talk.conversation.leave);
      await at(say.title);
      expect(phone.complaints).toEqual([]);
      await phone.close();
      const hidden = [secret.story, secret.name, words.slice(0, 3).join(' '), phrase.slice(0, 3).join(' ')];
      const { adminUrl } = served.world.database;
      expect(await findEverywhere(hidden, { adminUrl, folders: [phone.profile] })).toEqual([]);
    } finally {
      await phone.destroy();
    }
  });
});
