import type { Sentence } from '../../../shared/sentences/sentence';
import { type PasswordFault, WeakPasswordError } from '../identity.errors';
import { sentences } from '../identity.sentences';
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
  const faults = faultsOf(normalizedPassword(password), names, field);
  if (faults.length > 0) throw new WeakPasswordError(faults);
}

function faultsOf(password: string, { username, email }: AccountNames, field: string): PasswordFault[] {
  const length = [...password].length;
  const folded = password.toLowerCase();
  const names = [username, email ?? ''].map((name) => normalizedPassword(name).toLowerCase());
  const faults: PasswordFault[] = [];
  const add = (rule: string, message: Sentence): void => void faults.push({ field, rule, message });
  if (length < PASSWORD_MIN_LENGTH)
    add('minLength', sentences.passwordTooShort({ field, least: PASSWORD_MIN_LENGTH }));
  if (length > PASSWORD_MAX_LENGTH)
    add('maxLength', sentences.passwordTooLong({ field, most: PASSWORD_MAX_LENGTH }));
  if (names.includes(folded)) add('notOwnName', sentences.passwordIsName({ field }));
  if (COMMON_PASSWORDS.has(folded)) add('notCommon', sentences.passwordIsCommon({ field }));
  return faults;
}
