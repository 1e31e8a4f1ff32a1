import { WeakPasswordError } from '../../../src/modules/identity/identity.errors';
import { COMMON_PASSWORDS } from '../../../src/modules/identity/passwords/common-passwords';
import {
  normalizedPassword,
  PASSWORD_MIN_LENGTH,
  requireGoodPassword,
} from '../../../src/modules/identity/passwords/password-rules';

const NAMES = { username: 'amara.nwachukwu', email: 'Amara.Nwachukwu@school.example' };

function rulesBroken(password: string, names: { username: string; email?: string | null } = NAMES): string[] {
  try {
    requireGoodPassword(password, names, 'password');
    return [];
  } catch (error) {
    return (error as WeakPasswordError).fields.map(({ rule }) => rule);
  }
}

describe('the rules for a new password', () => {
  it.each(['stoa-demo-2026', 'ten chars!', 'пароль-пароль', 'x'.repeat(100) + 'y'.repeat(100)])(
    'the rules for a new password accept %s',
    (password) => {
      expect(rulesBroken(password)).toEqual([]);
    },
  );

  it.each([
    ['123456789', ['minLength']],
    ['x'.repeat(201), ['maxLength']],
    ['amara.nwachukwu', ['notOwnName']],
    ['AMARA.NWACHUKWU', ['notOwnName']],
    ['amara.nwachukwu@school.example', ['notOwnName']],
    ['Qwertyuiop', ['notCommon']],
    ['password123', ['notCommon']],
  ])('the rules for a new password refuse %s', (password, rules) => {
    expect(rulesBroken(password)).toEqual(rules);
  });

  it('count characters as people do, not as the machine does', () => {
    expect(rulesBroken('🦊'.repeat(9))).toEqual(['minLength']);
    expect(rulesBroken('🦊'.repeat(10))).toEqual([]);
    expect(rulesBroken('🦊'.repeat(200))).toEqual([]);
  });

  it('the rules for a new password refuse a common password in full-width letters', () => {
    expect(rulesBroken('ｑｗｅｒｔｙｕｉｏｐ')).toEqual(['notCommon']);
  });

  it('the rules for a new password report all faults at once, with the name of the field', () => {
    const refuse = (): void => requireGoodPassword('jo', { username: 'jo' }, 'newPassword');
    expect(refuse).toThrow(WeakPasswordError);
    expect(rulesBroken('jo', { username: 'jo', email: null })).toEqual(['minLength', 'notOwnName']);
    expect(refuse).toThrow(
      'newPassword must have at least 10 characters; newPassword must not be the username',
    );
  });

  it('the rules for a new password list only common passwords that are long enough and in the compared form', () => {
    for (const password of COMMON_PASSWORDS) {
      expect(password.length).toBeGreaterThanOrEqual(PASSWORD_MIN_LENGTH);
      expect(normalizedPassword(password).toLowerCase()).toBe(password);
    }
  });
});
