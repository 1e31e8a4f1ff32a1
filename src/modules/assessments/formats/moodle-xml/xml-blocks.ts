import { lineCounter } from '../line-counter';

/** The text of one question, and the line in which it begins. */
export interface XmlBlock {
  text: string;
  line: number;
}

const SIGN = /<!\[CDATA\[|<!--|<!|<\/question\s*>|<question(?=[\s/>])|<quiz(?=[\s/>])/g;

/** A document that says how entities are written: the oldest way to make a small file fill a memory. */
export interface ForbiddenDeclaration {
  forbiddenAt: number;
}

/**
 * The questions of a document, found by their tags alone, so that one that is no XML does not reach the others. Stops at a DOCTYPE or
 * any other declaration. A question ends at its end tag, or where the next begins.
 */
export function* xmlBlocks(text: string): Generator<XmlBlock | ForbiddenDeclaration> {
  let start = -1;
  let startLine = 1;
  const lineOf = lineCounter(text, 1);
  const signs = new RegExp(SIGN);
  /** Signs whose end was looked for to the end of the document, and not found. */
  const endless = new Set<string>();
  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    const [sign] = found;
    if (sign === '<![CDATA[' || sign === '<!--') {
      const end = endless.has(sign) ? -1 : text.indexOf(sign === '<!--' ? '-->' : ']]>', found.index);
      if (end >= 0) signs.lastIndex = end + 3;
      else endless.add(sign);
    } else if (sign === '<!') {
      yield { forbiddenAt: lineOf(found.index) };
      return;
    } else if (sign === '<question') {
      if (start >= 0) yield { text: text.slice(start, found.index), line: startLine };
      start = found.index;
      startLine = lineOf(found.index);
    } else if (start >= 0 && sign.startsWith('</')) {
      yield { text: text.slice(start, found.index + sign.length), line: startLine };
      start = -1;
    }
  }
  if (start >= 0) yield { text: text.slice(start), line: startLine };
}
