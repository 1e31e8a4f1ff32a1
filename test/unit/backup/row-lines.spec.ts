import { Readable } from 'node:stream';
import fc from 'fast-check';
import { type ColumnKind, lineOf, linesOf, rowOf } from '../../../src/backup/row-lines';

const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed());
interface Value {
  kind: ColumnKind;
  raw: Buffer | null;
}

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constant<Value>({ kind: 'text', raw: null }),
  text.map((written): Value => ({ kind: 'text', raw: Buffer.from(written) })),
  fc.uint8Array().map((bytes): Value => ({ kind: 'bytes', raw: Buffer.from(bytes) })),
);

describe('a row in a backup', () => {
  it('comes out of its line as it went in, whatever is in it, and a line has no end within', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const kinds = values.map(({ kind }) => kind);
        const line = lineOf(
          values.map(({ raw }) => raw),
          kinds,
        );
        expect(line).not.toContain('\n');
        const found = rowOf(line, kinds).map((out) => (out === null ? null : Buffer.from(out)));
        expect(found).toEqual(values.map(({ raw }) => raw));
      }),
    );
  });

  it('is read line by line, however the file arrives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.integer({ min: 1, max: 7 }), async (texts, size) => {
        const lines = texts.map((written) => JSON.stringify([written]));
        const file = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const pieces = Array.from({ length: Math.ceil(file.length / size) }, (_piece, index) =>
          file.subarray(index * size, (index + 1) * size),
        );
        const read: string[] = [];
        for await (const line of linesOf(Readable.from(pieces))) read.push(line);
        expect(read).toEqual(lines);
      }),
    );
  });
});
