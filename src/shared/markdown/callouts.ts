import type MarkdownIt from 'markdown-it';

/** What a passage may be set off as, by the names of GitHub. */
export const CALLOUTS = ['note', 'tip', 'important', 'warning', 'caution'] as const;

const MARK = new RegExp(`^\\[!(${CALLOUTS.join('|')})\\]$`, 'i');

/**
 * Teaches Markdown the callouts of GitHub: a quotation whose first line is `[!NOTE]` alone becomes `<blockquote class="callout callout-note">`
 * without that line. Words such as "Note" are left to the program that shows the page, which knows the reader's language.
 * Own code, since `@mdit/plugin-alert` does not take markdown-it 15 yet and says those words itself.
 */
export function withCallouts(markdown: MarkdownIt.MarkdownIt): void {
  // Before the lines become links, of which the mark would be one where a reference of that name is defined.
  markdown.core.ruler.before('inline', 'callouts', ({ tokens }) => {
    for (const [index, quotation] of tokens.entries()) {
      if (quotation.type !== 'blockquote_open') continue;
      const [paragraph, text, end] = tokens.slice(index + 1, index + 4);
      if (paragraph?.type !== 'paragraph_open' || !text || !end) continue;
      const [first = '', ...others] = text.content.split('\n');
      const name = MARK.exec(first.trim())?.[1];
      if (name === undefined) continue;
      quotation.attrSet('class', `callout callout-${name.toLowerCase()}`);
      text.content = others.join('\n');
      // A mark in a paragraph of its own leaves none.
      if (others.length === 0) for (const token of [paragraph, end]) token.hidden = true;
    }
  });
}
