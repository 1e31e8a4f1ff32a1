import fc from 'fast-check';
import sharp from 'sharp';
import { webpSize } from '../../../src/modules/files/variants/webp-size';

describe('the size in the head of a WebP picture', () => {
  it('is that which libvips finds in the whole of it, in each of the three forms', async () => {
    // Narrow or flat ones, which are written quickly.
    const sides = fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 20 }));
    await fc.assert(
      fc.asyncProperty(
        sides,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (pair, isTall, lossless, alpha) => {
          const [width, height] = isTall ? [pair[1], pair[0]] : pair;
          const background = { r: 1, g: 2, b: 3, alpha: 0.5 };
          const picture = await sharp({ create: { width, height, channels: alpha ? 4 : 3, background } })
            .webp({ lossless, effort: 0 })
            .toBuffer();
          expect(webpSize(picture.subarray(0, 40))).toEqual({ width, height });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is not known of anything else, whatever it is', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => expect(webpSize(Buffer.from(bytes))).toBeUndefined()));
  });
});
