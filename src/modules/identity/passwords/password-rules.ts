import type { FieldError } from '../../../shared/errors/domain-error';
import { WeakPasswordError } from '../identity.errors';
import { COMMON_PASSWORDS } from './common-passwords';

/** Bounds in characters (code points). Length is what makes a password strong: NIST SP 800-63B-3, appendix A. */
export const PASSWORD_MIN_LENGTH = 10;
export const PASSWORD_MAX_LENGTH = 200;

/** The names of an account, which must not be its password. */
export interface AccountNames {
  username: string;
  email?: string | null;
}

/**
 * The form of a password that is hashed and compared: NFKC, so that "é" typed as one character or as two is
 * the same password on every keyboard (NIST SP 800-63B-3 §5.1.1.2).
 */
export function normalizedPassword(password: string): string {
  return password.normalize('NFKC');
}

/** Refuses a new password that breaks a rule with a WeakPasswordError that names `field`. */
export function requireGoodPassword(password: string, names: AccountNames, field: string): void {
  const faults = faultsOf(normalizedPassword(password), names);
  if (faults.length > 0) {
    throw new WeakPasswordError(
      faults.map(([rule, message]): FieldError => ({ field, rule, message: `${field} ${message}` })),
    );
  }
}

function faultsOf(password: string, { username, email }: AccountNames): [rule: string, message: string][] {
  const length = [...password].length;
  const folded = password.toLowerCase();
  const names = [username, email ?? ''].map((name) => normalizedPassword(name).toLowerCase());
  const faults: [string, string][] = [];
  if (length < PASSWORD_MIN_LENGTH)
    faults.push(['minLength', `must have at least ${PASSWORD_MIN_LENGTH} characters`]);
  if (length > PASSWORD_MAX_LENGTH)
    faults.push(['maxLength', `must have at most ${PASSWORD_MAX_LENGTH} characters`]);
  if (names.includes(folded)) faults.push(['notOwnName', 'must not be the username or the email address']);
  if (COMMON_PASSWORDS.has(folded)) faults.push(['notCommon', 'is one of the most common passwords']);
  return faults;
}
