const LONGEST = 100;

/**
 * A username derived from a person's names, such as "ilse.maas": letters and digits of any script in lower case. Not from
 * the email address, which everybody who sees the username would then see.
 */
export function derivedUsername(givenName: string, familyName: string): string {
  const parts = [givenName, familyName]
    .map(
      (name) =>
        name
          .normalize('NFC')
          .toLowerCase()
          .match(/[\p{L}\p{M}\p{N}]+/gu)
          ?.join('-') ?? '',
    )
    .filter((part) => part !== '');
  return Array.from(parts.join('.')).slice(0, LONGEST).join('') || 'person';
}
