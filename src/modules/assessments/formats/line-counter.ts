const LINE_FEED = 10;

/** The line of a position in a text, for positions that are asked for in their order; all of them together cost one pass. */
export function lineCounter(text: string, firstLine: number): (position: number) => number {
  let [line, counted] = [firstLine, 0];
  return (position) => {
    for (; counted < position; counted += 1) if (text.charCodeAt(counted) === LINE_FEED) line += 1;
    return line;
  };
}
