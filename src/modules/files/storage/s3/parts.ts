/** In bytes. S3 takes 10,000 parts of an object, each of 5 MB at least but the last. */
export const PART_BYTES = 8 * 1024 * 1024;

export interface Part {
  part: Buffer;
  isLast: boolean;
}

/** Content of any length in parts of PART_BYTES, of which the last may be shorter. Empty content is one empty part. */
export async function* inParts(content: AsyncIterable<Buffer>): AsyncGenerator<Part, void, undefined> {
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of content) {
    for (let rest = piece; rest.length > 0;) {
      if (length === PART_BYTES) {
        yield { part: Buffer.concat(pieces, length), isLast: false };
        pieces = [];
        length = 0;
      }
      const taken = rest.subarray(0, PART_BYTES - length);
      rest = rest.subarray(taken.length);
      pieces.push(taken);
      length += taken.length;
    }
  }
  yield { part: Buffer.concat(pieces, length), isLast: true };
}
