import type { Readable } from 'node:stream';

/** Whether the values of a column are bytes, or text as the server writes it: numbers and instants too. */
export type ColumnKind = 'bytes' | 'text';

/** A value as the server sends it. */
export type RawValue = Buffer | null;

/** A row as a line of a file: a JSON array of texts, bytes in hexadecimal. Exact for every type of column. */
export function lineOf(row: readonly RawValue[], kinds: readonly ColumnKind[]): string {
  return JSON.stringify(
    row.map((value, index) => value?.toString(kinds[index] === 'bytes' ? 'hex' : 'utf8') ?? null),
  );
}

/** A row of a line, as the driver takes it. Throws SyntaxError. */
export function rowOf(line: string, kinds: readonly ColumnKind[]): (Buffer | string | null)[] {
  const values = JSON.parse(line) as (string | null)[];
  return values.map((value, index) =>
    value !== null && kinds[index] === 'bytes' ? Buffer.from(value, 'hex') : value,
  );
}

const LINE_FEED = 10;

/** The lines of a file, each as it was written: only a line feed ends one. */
export async function* linesOf(content: Readable): AsyncGenerator<string, void, undefined> {
  let rest: Buffer[] = [];
  for await (const piece of content as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...rest, piece.subarray(from, end)]).toString();
      rest = [];
      from = end + 1;
    }
    if (from < piece.length) rest.push(piece.subarray(from));
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString();
}
