/** The least apparent entropy of a secret, in bits: about that of 32 random hexadecimal digits. */
const ENOUGH_BITS = 96;

/** What people write into a secret by hand; a random one of 64 characters practically never contains them. */
const WORDS = /passw|secret|change|example|production|signing|default|qwert|letmein|school|admin|stoa/i;

/**
 * Why the secret looks as if a person had made it up, or undefined where it looks random. Such a secret can be found by
 * trying: whoever finds it signs tokens for anybody.
 */
export function weaknessOf(secret: string): string | undefined {
  const word = WORDS.exec(secret)?.[0];
  if (word !== undefined) return `contains "${word.toLowerCase()}", as secrets made up by people do`;
  if (!/\d/.test(secret) || !/\p{L}/u.test(secret))
    return 'has no letters or no digits, which a random secret has';
  if (seemingBits(withoutRuns(withoutRepetition(secret))) < ENOUGH_BITS) return 'repeats itself or counts up';
  return undefined;
}

/** "abcabcabc" is "abc": the shortest beginning that makes the whole text when repeated. */
function withoutRepetition(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const beginning = text.slice(0, length);
    if (beginning.repeat(Math.ceil(text.length / length)).startsWith(text)) return beginning;
  }
  return text;
}

/** Leaves out each character that follows from the two before it: "aaaa", "4567", "gfed", "aceg". */
function withoutRuns(text: string): string {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const step = (index: number): number => (codes[index] ?? 0) - (codes[index - 1] ?? 0);
  return Array.from(text)
    .filter((_character, index) => index < 2 || step(index) !== step(index - 1))
    .join('');
}

/** Shannon's entropy of the characters by their frequencies in the text, in bits for the whole text. */
function seemingBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / text.length);
  return bits;
}
