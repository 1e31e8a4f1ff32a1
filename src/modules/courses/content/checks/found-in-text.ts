import { Parser } from 'htmlparser2';
import type { CheckCode } from './check-codes';

/** Something in a text that shuts people out, with the words by which its author finds it. */
export interface TextFinding {
  code: CheckCode;
  /** What is there: an address, a heading, the text of a link. At most 200 characters. */
  place: string;
}

/** Words that say nothing of where a link leads, by themselves. Screen readers list links without the text around them. */
const EMPTY_WORDS = new Set([
  ...['click here', 'here', 'link', 'this link', 'more', 'read more', 'learn more', 'this', 'this page'],
  ...['hier', 'hier klicken', 'mehr', 'weiterlesen', 'dieser link', 'link'],
]);
const MOST_CHARACTERS = 200;

/**
 * What in a text shuts out people who do not see it, or who do not use a mouse: pictures without a text in their place,
 * headings that pass over a level, tables without headers, links that do not say where they lead (WCAG 2.2: 1.1.1, 1.3.1,
 * 2.4.4, 2.4.6). In the order of the text.
 *
 * @param html as it is shown: sanitized
 */
export function foundInText(html: string): TextFinding[] {
  const found: TextFinding[] = [];
  const tell = (code: CheckCode, place: string): void => {
    found.push({ code, place: place.trim().replace(/\s+/g, ' ').slice(0, MOST_CHARACTERS) });
  };
  let level = 0;
  let heading: { level: number; text: string } | undefined;
  let link: { address: string; text: string; hasPicture: boolean } | undefined;
  const tables: { hasHeader: boolean; text: string }[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      const ofHeading = /^h([1-6])$/.exec(name);
      if (ofHeading) heading = { level: Number(ofHeading[1]), text: '' };
      else if (name === 'a') link = { address: attributes['href'] ?? '', text: '', hasPicture: false };
      else if (name === 'table') tables.push({ hasHeader: false, text: '' });
      else if (name === 'th' && tables.length > 0) lastOf(tables).hasHeader = true;
      else if (name === 'img') {
        const text = attributes['alt']?.trim() ?? '';
        if (text === '') tell('picture_without_text', attributes['src'] ?? '');
        else if (link) link = { ...link, hasPicture: true };
      }
    },
    ontext: (text) => {
      if (heading) heading.text += text;
      if (link) link.text += text;
      if (tables.length > 0) lastOf(tables).text += text;
    },
    onclosetag: (name) => {
      if (heading && name === `h${heading.level}`) {
        // A text may begin at any level: it stands in a page that has headings of its own.
        if (level > 0 && heading.level > level + 1) tell('heading_jump', heading.text);
        level = heading.level;
        heading = undefined;
      } else if (link && name === 'a') {
        if (!link.hasPicture && saysNothing(link))
          tell('unclear_link', link.text === '' ? link.address : link.text);
        link = undefined;
      } else if (name === 'table') {
        const table = tables.pop();
        if (table && !table.hasHeader) tell('table_without_headers', table.text);
      }
    },
  });
  parser.end(html);
  return found;
}

function saysNothing({ address, text }: { address: string; text: string }): boolean {
  const words = text.trim().replace(/\s+/g, ' ').toLowerCase();
  return (
    words === '' || EMPTY_WORDS.has(words.replace(/[.!…»>]+$/, '').trim()) || words === address.toLowerCase()
  );
}

function lastOf<T>(items: readonly T[]): T {
  return items[items.length - 1] as T;
}
