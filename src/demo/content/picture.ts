import { crc32, deflateSync } from 'node:zlib';

/** Red, green and blue from 0 to 255. */
export type Color = readonly [number, number, number];

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const EIGHT_BITS = 8;
const TRUE_COLOR = 2;

/** A picture as a PNG file (RFC 2083), of which `colorAt` says what is where; 0, 0 is its upper left corner. */
export function png(width: number, height: number, colorAt: (x: number, y: number) => Color): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([EIGHT_BITS, TRUE_COLOR], 8);
  // Each line begins with its filter: none.
  const lines = Array.from({ length: height }, (_line, y) => [
    0,
    ...Array.from({ length: width }, (_dot, x) => colorAt(x, y)).flat(),
  ]);
  const pixels = deflateSync(Buffer.from(lines.flat()));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND')]);
}

function chunk(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
