import { plainForm } from '../../../../shared/text/search-form';

/** What tells people apart. */
export interface PersonFacts {
  username: string;
  /** A student or staff number. */
  identifier: string | null;
  email: string | null;
  givenName: string;
  familyName: string;
}

/**
 * Whether a row with a new sourcedId is about the person of an account that the roster no longer has. A wrong yes would
 * give one person's work to another, so a username alone is not enough: schools give it to the next person with the same
 * name. Two different identifiers are two people. The same identifier needs one more sign; without identifiers, the
 * username must be the same and either both names or the email address must agree.
 */
export function isSamePerson(one: PersonFacts, other: PersonFacts): boolean {
  const sameUsername = foldedName(one.username) === foldedName(other.username);
  const sameGiven = namesAgree(one.givenName, other.givenName);
  const sameFamily = namesAgree(one.familyName, other.familyName);
  if (one.identifier !== null && other.identifier !== null) {
    if (foldedName(one.identifier) !== foldedName(other.identifier)) return false;
    return sameUsername || sameGiven || sameFamily;
  }
  if (!sameUsername) return false;
  const sameEmail =
    one.email !== null && other.email !== null && foldedName(one.email) === foldedName(other.email);
  return (sameGiven && sameFamily) || sameEmail;
}

/** True if the words of one name are among those of the other: `Meier` and `Meier-Schulz`, `Bo` and `Bo Erik`. */
function namesAgree(one: string, other: string): boolean {
  const [shorter, longer] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length);
  if (!shorter || !longer) return false;
  // A person with one name has no second one to compare.
  if (shorter.length === 0) return longer.length === 0;
  return shorter.every((word) => longer.includes(word));
}

function wordsOf(name: string): string[] {
  return foldedName(name)
    .split(/[\s,-]+/)
    .filter((word) => word !== '');
}

/** Folds letter case, accents and kinds of signs, much like names are stored. The unique indexes decide in the end. */
export function foldedName(name: string): string {
  return plainForm(name).normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().trimEnd();
}
