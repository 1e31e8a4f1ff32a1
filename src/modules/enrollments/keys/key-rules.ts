import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { searchForm } from '../../../shared/text/search-form';

/*
 * The keys of courses, as pure functions (decision 89). A key is compared as names are (`searchForm`): letter case, spaces
 * around it, accents, and the quotes and hyphens that phones put in do not matter.
 */

/** In code points of the form in which it is compared. A shorter key would soon be guessed. */
export const SHORTEST_KEY = 6;
/** In code points, as staff write it. */
export const LONGEST_KEY = 64;
/** That are not revoked, of one course: with every try all are compared. */
export const MOST_KEYS = 100;

/** Without letters and digits that are taken for others. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const HALF = 5;

/** A new key, such as `k7m2p-x9r4t`: one of 31 to the power of 10. */
export function newKeyText(): string {
  const half = (): string => Array.from({ length: HALF }, letter).join('');
  return `${half()}-${half()}`;
}

/** Each as likely as the others: bytes that would favor some are drawn again. */
function letter(): string {
  const fair = 256 - (256 % ALPHABET.length);
  for (;;) {
    const [byte = fair] = randomBytes(1);
    if (byte < fair) return ALPHABET.charAt(byte % ALPHABET.length);
  }
}

export function isLongEnough(keyText: string): boolean {
  return [...searchForm(keyText)].length >= SHORTEST_KEY;
}

/** The key among these that somebody says. It takes the same time whichever it is, and whether it is one of them. */
export function keySaid<Key extends { keyText: string }>(
  keys: readonly Key[],
  said: string,
): Key | undefined {
  const wanted = digestOf(said);
  let found: Key | undefined;
  for (const key of keys) if (timingSafeEqual(digestOf(key.keyText), wanted)) found = key;
  return found;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(searchForm(text)).digest();
}

/** Whether a key opens its course for one more person; if not, why. */
export function keyState(
  {
    revokedAt,
    opensAt,
    closesAt,
    maxUses,
    uses,
  }: {
    revokedAt: Date | null;
    opensAt: Date | null;
    closesAt: Date | null;
    maxUses: number | null;
    uses: number;
  },
  now: Date,
): 'open' | 'revoked' | 'not_yet' | 'over' | 'used_up' {
  if (revokedAt !== null) return 'revoked';
  if (opensAt !== null && now < opensAt) return 'not_yet';
  if (closesAt !== null && now >= closesAt) return 'over';
  return maxUses !== null && uses >= maxUses ? 'used_up' : 'open';
}
