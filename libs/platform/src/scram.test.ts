import { describe, expect, it } from '@jest/globals';
import { scramVerifier } from './scram.js';

describe('a stored password', () => {
  it('is what PostgreSQL itself would have stored', () => {
    // The exchange of RFC 7677 section 3 (user "user", password "pencil"), whose server signature follows from these keys.
    expect(scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'))).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });

  it('is salted anew each time', () => {
    expect(scramVerifier('pencil')).not.toBe(scramVerifier('pencil'));
  });
});
