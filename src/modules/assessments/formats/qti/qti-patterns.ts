/** Signs that mean something in the regular expressions of QTI, which are those of XML Schema. */
const SIGN = /[\\^$.|?*+(){}[\]-]/;
const PART = /\.\*|\[(\p{L})(\p{L})\]|\\(.)|(.)/gsuy;

/** A text with wildcards as a regular expression. Without letter case each letter stands in both. */
export function toPattern(text: string, { caseSensitive }: { caseSensitive: boolean }): string {
  let pattern = '';
  for (let at = 0; at < text.length;) {
    const [character = ''] = text.slice(at);
    const isEscaped = character === '\\' && text[at + 1] === '*';
    if (character === '*') pattern += '.*';
    else pattern += escaped(isEscaped ? '*' : character, caseSensitive);
    at += isEscaped ? 2 : character.length;
  }
  return pattern;
}

function escaped(character: string, caseSensitive: boolean): string {
  if (SIGN.test(character)) return `\\${character}`;
  if (caseSensitive || !hasTwoCases(character)) return character;
  const upper = character.toUpperCase();
  // The one that was written comes first.
  return `[${character}${character === upper ? character.toLowerCase() : upper}]`;
}

/** Whether it is a letter that is one letter in both cases: the capital of ß is two. */
function hasTwoCases(character: string): boolean {
  const [upper, lower] = [character.toUpperCase(), character.toLowerCase()];
  return [...upper].length === 1 && [...lower].length === 1 && upper !== lower;
}

/** A regular expression as a text with wildcards; undefined for one that says more than wildcards can. */
export function fromPattern(pattern: string): { wildcards: string; caseSensitive: boolean } | undefined {
  let [wildcards, caseSensitive, hasPairs] = ['', false, false];
  const parts = new RegExp(PART);
  while (parts.lastIndex < pattern.length) {
    const found = parts.exec(pattern);
    if (!found) return undefined;
    const [whole, first, second, sign, character] = found;
    if (whole === '.*') wildcards += '*';
    else if (first !== undefined && second !== undefined) {
      if (first.toLowerCase() !== second.toLowerCase()) return undefined;
      wildcards += first;
      hasPairs = true;
    } else if (sign !== undefined) {
      if (!SIGN.test(sign)) return undefined;
      wildcards += sign === '*' ? '\\*' : sign;
    } else {
      if (character === undefined || SIGN.test(character)) return undefined;
      caseSensitive ||= hasTwoCases(character);
      wildcards += character;
    }
  }
  return wildcards === '' || (hasPairs && caseSensitive) ? undefined : { wildcards, caseSensitive };
}
