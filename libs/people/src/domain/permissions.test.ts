import { describe, expect, it } from '@jest/globals';
import { RIGHTS } from '#crypto';
import { decidePermission, PERMISSIONS, type Action } from './permissions.js';

const actions = Object.keys(PERMISSIONS) as Action[];
const rightsOf = (...rights: string[]) => new Set(rights);

describe('who may do what', () => {
  it('is closed for an action, or a right, that nobody wrote down', () => {
    for (const action of ['', 'report:delete', 'constructor', 'toString', '__proto__'])
      expect(decidePermission(action, rightsOf(...RIGHTS))).toBe('forbidden');
    for (const action of actions.filter((name) => Array.isArray(PERMISSIONS[name])))
      expect(decidePermission(action, rightsOf('desk', 'desk:*', 'root', 'DESK:TRIAGE'))).toBe('forbidden');
  });

  it('lets nobody without a session do what is for members', () => {
    const open = actions.filter((action) => decidePermission(action, null) === 'allowed');
    // Written out, so that a new open door has to be added here on purpose.
    expect(open.sort()).toEqual([
      'directory:read',
      'feed:read',
      'file:send',
      'health:read',
      'keyring:read',
      'keyring:store',
      'mailbox:exchange',
      'publication:publish',
      'report:submit',
      'session:open',
    ]);
    for (const action of actions.filter((name) => !open.includes(name)))
      expect(decidePermission(action, null)).toBe('unauthenticated');
  });

  it('gives reports, queue and mailboxes to desks alone: not to allies, custodians, auditors or administrators', () => {
    const desk: Action[] = [
      'queue:read',
      'queue:watch',
      'report:read',
      'report:claim',
      'report:close',
      'mailbox:read',
      'mailbox:reply',
    ];
    for (const action of desk) {
      expect(decidePermission(action, rightsOf('ally', 'custodian', 'auditor', 'admin'))).toBe('forbidden');
      expect(decidePermission(action, rightsOf())).toBe('forbidden');
      expect(decidePermission(action, rightsOf('desk:triage'))).toBe('allowed');
      expect(decidePermission(action, rightsOf('desk:safeguarding'))).toBe('allowed');
    }
  });
});
