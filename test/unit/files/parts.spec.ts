import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { inParts, PART_BYTES } from '../../../src/modules/files/storage/s3/parts';

/** The content in pieces that are overwritten as soon as the next is asked for. */
async function* fleeting(content: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const places = [0, ...[...cuts].sort((one, other) => one - other), content.length];
  for (const [index, start] of places.slice(0, -1).entries()) {
    const piece = Buffer.from(content.subarray(start, places[index + 1]));
    yield await Promise.resolve(piece);
    piece.fill(0);
  }
}

const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

describe('content in parts', () => {
  it('is the same however it arrives, also when each piece is overwritten after it was read', async () => {
    const some = randomBytes(PART_BYTES * 2 + 1);
    const lengths = [0, 1, 262_144, 262_145, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, some.length];
    const contents = fc.constantFrom(...lengths).chain((length) =>
      fc.record({
        content: fc.constant(some.subarray(0, length)),
        cuts: fc.array(fc.nat({ max: length }), { maxLength: 20 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(contents, async ({ content, cuts }) => {
        const hashes: string[] = [];
        const ends: boolean[] = [];
        for await (const { part, isLast } of inParts(fleeting(content, cuts))) {
          hashes.push(hashOf(part));
          ends.push(isLast);
        }
        const count = Math.max(1, Math.ceil(content.length / PART_BYTES));
        const wanted = Array.from({ length: count }, (_, at) =>
          hashOf(content.subarray(at * PART_BYTES, (at + 1) * PART_BYTES)),
        );
        expect(hashes).toEqual(wanted);
        expect(ends).toEqual(wanted.map((_, at) => at === count - 1));
      }),
      { numRuns: 40 },
    );
  });
});
