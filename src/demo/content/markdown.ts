/**
 * Template tag for Markdown written inside indented code: takes the indentation of the first line of text
 * off every line, and the blank space off both ends. (Prettier formats what stands behind this tag.)
 */
export function markdown(strings: TemplateStringsArray): string {
  const text = strings.join('').replace(/^\s*\n/, '');
  const indentation = /^ */.exec(text)?.[0] ?? '';
  return text
    .split('\n')
    .map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line.trimStart()))
    .join('\n')
    .trim();
}
