import { isEmail } from 'class-validator';

/** The longest email address that mail servers pass on, in characters (RFC 5321). */
export const LONGEST_EMAIL = 254;

/** What an email address is, for requests, commands and imports alike. */
export function isEmailAddress(value: string): boolean {
  return value.length <= LONGEST_EMAIL && isEmail(value);
}
