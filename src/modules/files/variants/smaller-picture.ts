import { createRequire } from 'node:module';
import type SharpModule from 'sharp';
import { NoVariantError, TooManyPixelsError } from '../files.errors';
import type { ImageWidth, PictureSize, VariantType } from './image-sizes';
import { webpSize } from './webp-size';

const SECONDS = 10;
/** The largest side of a WebP picture, in pixels. */
const MOST_HIGH = 16_383;
const QUALITY = 80;
const MILLION = 1_000_000;

/** What reads the types that a picture may be uploaded as. All others, such as SVG and PDF, cannot be opened at all. */
const READERS = ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Heif'];

let loaded: typeof SharpModule | undefined;

/** Loaded with the first picture. One core for each picture, and nothing kept between them. */
function sharp(): typeof SharpModule {
  if (loaded) return loaded;
  loaded = createRequire(__filename)('sharp') as typeof SharpModule;
  loaded.concurrency(1);
  loaded.cache(false);
  loaded.block({ operation: ['VipsForeignLoad'] });
  loaded.unblock({ operation: READERS.map((reader) => `VipsForeignLoad${reader}`) });
  return loaded;
}

/**
 * The size of a picture as it is shown, from its first bytes and without decoding it. Undefined where those do not tell.
 *
 * @throws TooManyPixelsError
 */
export async function pictureSize(head: Buffer, megapixels: number): Promise<PictureSize | undefined> {
  const size = await sharp()(head, { limitInputPixels: false, failOn: 'none' })
    .metadata()
    .then(
      ({ autoOrient: { width, height } }) => ({ width, height }),
      () => webpSize(head),
    );
  if (size && size.width * size.height > megapixels * MILLION) throw new TooManyPixelsError(megapixels);
  return size;
}

/**
 * The picture, turned as it is to be shown, and made so wide unless it is narrower. What a camera wrote into it, such as the place,
 * is left out. Of one that moves it is the first frame.
 *
 * @throws TooManyPixelsError before anything is decoded; NoVariantError where it cannot be read, or takes more than ten seconds
 */
export async function smallerPicture(
  content: Buffer,
  { width, type, megapixels }: { width: ImageWidth; type: VariantType; megapixels: number },
): Promise<Buffer> {
  await pictureSize(content, megapixels);
  const picture = sharp()(content, { limitInputPixels: megapixels * MILLION, failOn: 'error' })
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .resize({ width, height: MOST_HIGH, fit: 'inside', withoutEnlargement: true });
  const written =
    type === 'image/webp'
      ? picture.webp({ quality: QUALITY })
      : // JPEG has nothing that one can see through.
        picture.flatten({ background: 'white' }).jpeg({ quality: QUALITY });
  try {
    return await written.toBuffer();
  } catch (error) {
    throw new NoVariantError({ cause: error });
  }
}
