import type MarkdownIt from 'markdown-it';

/** In characters, with its delimiters. What is longer is text: looking for the end of each beginning must not take long. */
const LONGEST_FORMULA = 2000;
/** What is longer may be a formula within a paragraph, if nothing else begins in its lines. */
const MOST_LINES = 100;
/** In characters: what `\text{…}` in a formula may hold. */
const LONGEST_TEXT = 500;

const BACKSLASH = 0x5c;
const LINE_END = 0x0a;

/** A formula in a text. */
export interface Formula {
  /** Where it ends, behind its closing delimiter. */
  end: number;
  /** Whether it stands by itself, in the middle of a line. */
  isDisplayed: boolean;
}

/**
 * The formula of TeX that begins at this place of a text, with its delimiter; undefined where none does. Delimiters are `$…$` and
 * `\(…\)` within a line, and `$$…$$` and `\[…\]` for formulas by themselves.
 *
 * A `$` opens one only with no white space to its right, and the next `$` closes it only with no white space to its left and no digit
 * to its right; otherwise there is none, so that "$5 and $10" are prices. These are the rules of Pandoc's extension
 * `tex_math_dollars`, with which a `$` behind a backslash or within `\text{…}` closes nothing. No formula has an empty line in it.
 */
export function formulaAt(text: string, start: number): Formula | undefined {
  const opening = text.slice(start, start + 2);
  if (opening === '$$') return delimited(text, start, '$$', true);
  if (opening === '\\(') return delimited(text, start, '\\)', false);
  if (opening === '\\[') return delimited(text, start, '\\]', true);
  return opening.startsWith('$') ? inDollars(text, start) : undefined;
}

function inDollars(text: string, start: number): Formula | undefined {
  if (!/\S/.test(text.charAt(start + 1))) return undefined;
  const close = closingOf(text, start + 1, '$');
  if (close === undefined || /\s/.test(text.charAt(close - 1)) || /\d/.test(text.charAt(close + 1)))
    return undefined;
  return { end: close + 1, isDisplayed: false };
}

function delimited(
  text: string,
  start: number,
  closing: '$$' | '\\)' | '\\]',
  isDisplayed: boolean,
): Formula | undefined {
  const close = closingOf(text, start + 2, closing);
  if (close === undefined || text.slice(start + 2, close).trim() === '') return undefined;
  return { end: close + 2, isDisplayed };
}

/** Where the closing delimiter begins; undefined if there is none, or an empty line before it. */
function closingOf(text: string, from: number, closing: '$' | '$$' | '\\)' | '\\]'): number | undefined {
  const last = Math.min(text.length, from + LONGEST_FORMULA);
  const first = closing.charCodeAt(0);
  for (let at = from; at < last; at++) {
    const code = text.charCodeAt(at);
    if (code === first && text.startsWith(closing, at)) return at;
    if (code === BACKSLASH) at = text.startsWith('\\text{', at) ? endOfText(text, at + 6) : at + 1;
    else if (code === LINE_END && isEmptyLine(text, at + 1)) return undefined;
  }
  return undefined;
}

function isEmptyLine(text: string, from: number): boolean {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at >= text.length || text.charCodeAt(at) === LINE_END;
}

/** The place of the brace that closes the group; that before the group where none does. */
function endOfText(text: string, from: number): number {
  const last = Math.min(text.length, from + LONGEST_TEXT);
  for (let at = from, depth = 1; at < last; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at;
  }
  return from - 1;
}

/**
 * Teaches Markdown formulas: each stays as it was written, delimiters included, in `<span class="math inline">` or `<span class="math
 * display">`, the names that Pandoc gives them, for the program that shows the page to set. Own code, since the rules that plugins have differ:
 * `@mdit/plugin-tex` takes a `$$` that nothing closes for a formula up to the end of the text, has none in the middle of a line, and
 * adds and drops line ends.
 */
export function withFormulas(markdown: MarkdownIt.MarkdownIt): void {
  markdown.inline.ruler.before('escape', 'formula', (state, silent) => {
    const { src, pos } = state;
    const formula = formulaAt(src, pos);
    if (!formula || formula.end > state.posMax) return false;
    state.pos = formula.end;
    if (silent) return true;
    state
      .push('formula_open', 'span', 1)
      .attrSet('class', `math ${formula.isDisplayed ? 'display' : 'inline'}`);
    // Text that no other rule looks at, such as the one that makes links of addresses.
    state.push('text_special', '', 0).content = src.slice(pos, formula.end);
    state.push('formula_close', 'span', -1);
    return true;
  });
  // A formula by itself is a paragraph, whatever its lines begin with: `+ b` in it is no list, and `= c` no heading.
  markdown.block.ruler.before(
    'blockquote',
    'formula',
    (state, startLine, endLine, silent) => {
      if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
      const first = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
      if (!state.src.startsWith('$$', first) && !state.src.startsWith('\\[', first)) return false;
      const lines = formulaLines(state, startLine, endLine);
      if (lines === undefined) return false;
      if (silent) return true;
      state.line = startLine + lines.count;
      state.push('paragraph_open', 'p', 1).map = [startLine, state.line];
      const inline = state.push('inline', '', 0);
      inline.content = lines.content;
      inline.map = [startLine, state.line];
      inline.children = [];
      state.push('paragraph_close', 'p', -1);
      return true;
    },
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  );
}

/** The lines that are one formula and nothing else; undefined if the line does not begin such. */
function formulaLines(
  state: MarkdownIt.StateBlock,
  startLine: number,
  endLine: number,
): { content: string; count: number } | undefined {
  const last = Math.min(endLine, startLine + MOST_LINES);
  let content = '';
  for (let line = startLine; line < last; line++) {
    if (state.isEmpty(line) || (state.sCount[line] ?? 0) < state.blkIndent) return undefined;
    const isFirst = line === startLine;
    const added = state.getLines(line, line + 1, state.blkIndent, false);
    content += isFirst ? added.trimStart() : `\n${added}`;
    // The line with the first closing delimiter decides.
    if (!(isFirst ? content.slice(2) : added).includes(content.startsWith('$$') ? '$$' : '\\]')) continue;
    const trimmed = content.trimEnd();
    const end = formulaAt(trimmed, 0)?.end;
    if (end !== undefined)
      return end === trimmed.length ? { content: trimmed, count: line + 1 - startLine } : undefined;
  }
  return undefined;
}
