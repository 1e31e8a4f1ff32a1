/** The text so that Markdown shows each character as it is, and each line as one. */
export function escapeMarkdown(text: string): string {
  return text
    .split('\n')
    .map((line) => lineStartEscaped(inlineEscaped(line.trim())))
    .join('\\\n')
    .replace(/(?:\\\n){2,}/g, '\n\n')
    .replace(/^(?:\\?\n)+|(?:\\?\n)+$/g, '');
}

/** What only counts at the beginning of a line, of a line that is escaped otherwise. */
export function lineStartEscaped(line: string): string {
  return line.replace(/^([#>+|=-]|\d+(?=[.)]))/, (start) =>
    /^\d/.test(start) ? `${start}\\` : `\\${start}`,
  );
}

/**
 * The characters of a line, without what only counts at its beginning. A bracket is written as an entity, since one behind a backslash
 * begins a formula.
 */
export function inlineEscaped(text: string): string {
  return text
    .replace(/[\\`*\]]|\$(?!\s)/g, '\\$&')
    .replace(/~~/g, '\\~\\~')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replaceAll('[', '&#91;')
    .replace(/_+/g, (run, at: number, whole: string) => {
      const [before, after] = [whole.slice(0, at), whole.slice(at + run.length)];
      // Within a word, and among blanks, they are no signs.
      const isWithin = /[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after);
      return isWithin || (/(?:^|\s)$/.test(before) && /^(?:\s|$)/.test(after))
        ? run
        : run.replaceAll('_', '\\_');
    });
}
