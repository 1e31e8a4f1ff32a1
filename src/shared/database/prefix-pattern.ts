/** The pattern of texts that begin with the given one, for `LIKE ? ESCAPE '!'`. */
export function prefixPattern(text: string): string {
  return `${text.replace(/[!%_]/g, '!$&')}%`;
}
