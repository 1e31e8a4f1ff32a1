import { crc32 } from 'node:zlib';
import sharp from 'sharp';

export interface Photo {
  width?: number;
  height?: number;
  /** As EXIF numbers it: 6 is a camera that was held upright. */
  orientation?: number;
}

/** A photo as a camera writes it, with the place in it. No two are the same. */
export function photo({ width = 1200, height = 800, orientation = 1 }: Photo = {}): Promise<Buffer> {
  const shade = Math.floor(Math.random() * 0xffffff);
  return sharp({
    create: { width, height, channels: 3, background: `#${shade.toString(16).padStart(6, '0')}` },
  })
    .jpeg()
    .withMetadata({ orientation })
    .withExifMerge({
      IFD0: { Make: 'Secret Camera' },
      IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' },
    })
    .toBuffer();
}

/** A PNG of a few hundred bytes that says that it is so large; its pixels are missing. */
export function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', Buffer.from(`x${Math.random()}`)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
