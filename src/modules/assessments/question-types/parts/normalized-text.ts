/**
 * The form in which short answers are compared: Unicode NFKC (so full-width letters, ligatures and composed
 * accents do not matter), white space trimmed and collapsed to single spaces and, unless the case counts, case
 * folded. Folding goes by way of capitals, so that "STRASSE" equals "Straße" and every Greek sigma is one.
 */
export function normalizedText(text: string, caseSensitive: boolean): string {
  const plain = text.normalize('NFKC');
  // Changing the case can take composed letters apart: normalize again.
  const folded = caseSensitive ? plain : plain.toUpperCase().toLowerCase().normalize('NFKC');
  return folded.replace(/\s+/g, ' ').trim();
}
