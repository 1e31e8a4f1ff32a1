import { type ConvertedText, htmlToMarkdown, htmlToText } from './html-text';
import { escapeMarkdown } from './markdown-escapes';

/** How a file says that a text is written. `moodle`: plain lines, in which HTML counts. */
export type TextFormat = 'html' | 'markdown' | 'plain' | 'moodle';

const HAS_HTML = /<\/?[a-z!]|&(?:#\d|#x[\da-f]|[a-z])/i;

/** Longer texts are refused, whatever they say, and need not be converted. */
const MOST_CONVERTED = 100_000;

/** As Markdown, for prompts and feedback. */
export function toMarkdown(text: string, format: TextFormat): ConvertedText {
  if (format === 'markdown' || text.length > MOST_CONVERTED) return kept(text);
  if (format === 'html' || (format === 'moodle' && HAS_HTML.test(text)))
    return htmlToMarkdown(format === 'moodle' ? text.replaceAll('\n', '<br>') : text);
  return kept(escapeMarkdown(text));
}

/** As plain text, for options and accepted answers. */
export function toPlainText(text: string, format: TextFormat): ConvertedText {
  if (format === 'plain' || text.length > MOST_CONVERTED || !HAS_HTML.test(text)) return kept(text);
  return htmlToText(text);
}

function kept(text: string): ConvertedText {
  return { text, lost: [], lostPictures: [] };
}
