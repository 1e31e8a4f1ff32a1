import { plainForm } from '../text/search-form';

/** A mark at a letter or digit, or a character that LIKE reads as a wildcard. */
const SPECIAL = /(?<=[\p{L}\p{N}])['"-]|['"-](?=[\p{L}\p{N}])|[!%_]/gu;

/**
 * The pattern of texts that begin with the given one, for `LIKE ? ESCAPE '!'`. An apostrophe, quotation mark or hyphen at a
 * letter stands for any one character, so that `O'Brien` finds `O’Brien`, and full-width letters stand for plain ones. The
 * collation ignores letter case and accents.
 */
export function prefixPattern(text: string): string {
  return `${wholePattern(text)}%`;
}

/** As `prefixPattern`, of the whole text. */
export function wholePattern(text: string): string {
  return plainForm(text).replace(SPECIAL, (found) => ('!%_'.includes(found) ? `!${found}` : '_'));
}
