import { isEmail } from 'class-validator';

/** The longest email address that mail servers pass on, in characters (RFC 5321). */
export const LONGEST_EMAIL = 254;

/** What an email address is, for requests, commands and imports alike. */
export function isEmailAddress(value: string): boolean {
  // The library throws for half a surrogate pair.
  return value.length <= LONGEST_EMAIL && value.isWellFormed() && isEmail(value);
}
