/** In bytes. S3 takes 10,000 parts of an object, each of 5 MB at least but the last. */
export const PART_BYTES = 8 * 1024 * 1024;
/** Room for most pictures. More is taken when it is needed, twice as much each time. */
const FIRST_BYTES = 256 * 1024;

export interface Part {
  part: Buffer;
  isLast: boolean;
}

/**
 * Content of any length in parts of PART_BYTES, of which the last may be shorter. Empty content is one empty part. A part is to
 * be used before the next is asked for, which takes its memory.
 */
export async function* inParts(content: AsyncIterable<Buffer>): AsyncGenerator<Part, void, undefined> {
  let memory = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let length = 0;
  for await (const piece of content) {
    for (let taken = 0; taken < piece.length;) {
      if (length === PART_BYTES) {
        yield { part: memory, isLast: false };
        length = 0;
      } else if (length === memory.length) {
        memory = larger(memory);
      }
      const copied = piece.copy(memory, length, taken);
      taken += copied;
      length += copied;
    }
  }
  yield { part: memory.subarray(0, length), isLast: true };
}

function larger(memory: Buffer): Buffer<ArrayBuffer> {
  const twice = Buffer.allocUnsafeSlow(memory.length * 2);
  memory.copy(twice);
  return twice;
}
