import { randomBytes } from 'node:crypto';

/** Letters and digits of which none looks like another, also when they are written by hand: no 0 and O, 1, I and L, 8 and B, 5 and S, 2 and Z. */
export const CODE_ALPHABET = '34679ACDEFGHJKMNPQRTUVWXY';
/** 25⁹ codes: 41 bits, of which guesses find none at the rate that is allowed (decision 82). */
export const CODE_LENGTH = 9;
const GROUP = 3;

/** A new code by the system's generator, as it is stored: without dashes. */
export function newCode(length = CODE_LENGTH): string {
  let code = '';
  // Bytes above the last whole multiple would make some characters likelier.
  const fair = 256 - (256 % CODE_ALPHABET.length);
  while (code.length < length)
    for (const byte of randomBytes(length * 2))
      if (byte < fair && code.length < length) code += CODE_ALPHABET[byte % CODE_ALPHABET.length] ?? '';
  return code;
}

/** As people read it: `K7M-PQ4-TX9`. */
export function grouped(code: string): string {
  return code.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? '';
}

/** What somebody typed, as it is stored: letter case, spaces and dashes do not matter. */
export function typedCode(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}]/gu, '');
}
