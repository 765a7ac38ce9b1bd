import { describe, expect, it } from '@jest/globals';
import { filesToSeal } from './send-attached.js';

const photo = new Blob(['with a place'], { type: 'image/heic' });
const copy = new Blob(['drawn again'], { type: 'image/jpeg' });

describe('what goes of a picture', () => {
  const stripped = {
    kind: 'photo',
    name: 'Ana.jpg',
    type: 'image/jpeg',
    bytes: copy,
    form: 'stripped',
    source: photo,
  } as const;

  it('is the copy alone, with the hash of what it was made from', () => {
    expect(filesToSeal([stripped])).toEqual([
      {
        kind: 'photo',
        form: 'stripped',
        type: 'image/jpeg',
        bytes: copy,
        forQuorum: false,
        madeFrom: { bytes: photo },
      },
    ]);
  });

  it('is the original as well if the person says so, and then for the quorum', () => {
    const [original, made] = filesToSeal([{ ...stripped, withSource: true }]);
    expect(original).toMatchObject({ bytes: photo, forQuorum: true, form: 'original' });
    expect(made).toMatchObject({ bytes: copy, forQuorum: false, madeFrom: { at: 0 } });
  });

  it('never holds a name', () => {
    expect(JSON.stringify(filesToSeal([stripped]))).not.toContain('Ana');
  });
});
