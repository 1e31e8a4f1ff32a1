/** A line of a file with its number, from 1. */
export interface NumberedLine {
  number: number;
  text: string;
}

/** Lines between empty ones, without comments. */
export interface GiftBlock {
  lines: NumberedLine[];
  /** Comments that say something of the question: `[id:…]`, `[tag:…]`. */
  notes: { line: number; kind: 'id' | 'tag'; value: string }[];
}

/** What a comment says of the question stands at its beginning. */
const LONGEST_NOTES = 2000;
const NOTE = /\[(id|tag):((?:\\.|[^\]\\])*)\]/g;
const CATEGORY = '$CATEGORY:';

/** Cuts a file into blocks and categories. What is wrong in one block cannot reach beyond its last line. */
export function* giftBlocks(text: string): Generator<GiftBlock | { category: NumberedLine }> {
  let block: GiftBlock = { lines: [], notes: [] };
  for (const line of numberedLines(text)) {
    const start = line.text.trimStart();
    if (start.startsWith(CATEGORY)) {
      if (block.lines.length > 0) yield block;
      if (block.lines.length > 0) block = { lines: [], notes: [] };
      yield { category: { number: line.number, text: start.slice(CATEGORY.length).trim() } };
    } else if (start.startsWith('//')) {
      for (const [, kind, value = ''] of start.slice(0, LONGEST_NOTES).matchAll(NOTE))
        block.notes.push({
          line: line.number,
          kind: kind === 'id' ? 'id' : 'tag',
          value: value.replace(/\\(.)/g, '$1').trim(),
        });
    } else if (start !== '') {
      block.lines.push(line);
    } else if (block.lines.length > 0) {
      yield block;
      block = { lines: [], notes: [] };
    }
  }
  if (block.lines.length > 0) yield block;
}

/** The lines of a text one after another. */
export function* numberedLines(text: string): Generator<NumberedLine> {
  let from = 0;
  for (let number = 1; from <= text.length; number += 1) {
    const end = text.indexOf('\n', from);
    yield { number, text: text.slice(from, end < 0 ? undefined : end) };
    if (end < 0) return;
    from = end + 1;
  }
}

/** The text of a block, and the line of the file of each position in it. */
export function textOfBlock({ lines }: GiftBlock): { raw: string; lineAt: (position: number) => number } {
  const raw = lines.map(({ text }) => text).join('\n');
  const starts: number[] = [];
  let start = 0;
  for (const { text } of lines) {
    starts.push(start);
    start += text.length + 1;
  }
  const lineAt = (position: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return lines[low]?.number ?? 1;
  };
  return { raw, lineAt };
}
