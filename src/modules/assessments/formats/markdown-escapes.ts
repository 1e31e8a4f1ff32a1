/** The text so that Markdown shows each character as it is, and each line as one. */
export function escapeMarkdown(text: string): string {
  return text
    .split('\n')
    .map((line) => inlineEscaped(line.trim()).replace(/^([#>+|=-]|\d+(?=[.)]))/, lineStartEscaped))
    .join('\\\n')
    .replace(/(?:\\\n){2,}/g, '\n\n')
    .replace(/^(?:\\?\n)+|(?:\\?\n)+$/g, '');
}

function lineStartEscaped(start: string): string {
  return /^\d/.test(start) ? `${start}\\` : `\\${start}`;
}

/** The characters of a line, without what only counts at its beginning. */
export function inlineEscaped(text: string): string {
  return text
    .replace(/[\\`*[\]]/g, '\\$&')
    .replace(/~~/g, '\\~\\~')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/(?<![\p{L}\p{N}_])_+(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}])_+(?![\p{L}\p{N}_])/gu, (run) =>
      run.replaceAll('_', '\\_'),
    );
}
