import type { MediaType } from '../media-types';

/** The widths in which smaller pictures are made, in pixels. */
export const IMAGE_WIDTHS = [160, 480, 960, 1920] as const;

export type ImageWidth = (typeof IMAGE_WIDTHS)[number];

/** What smaller pictures are: the first that a reader takes. */
export const VARIANT_TYPES = ['image/webp', 'image/jpeg'] as const satisfies MediaType[];

export type VariantType = (typeof VARIANT_TYPES)[number];

/** Of one of these types a picture can be made smaller. */
export const PICTURE_TYPES = [
  'image/png',
  'image/apng',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
] as const satisfies MediaType[];

const PICTURES: readonly string[] = PICTURE_TYPES;

/** Larger ones are shown as they are: to make a picture smaller, all of it is read into memory. */
export const MOST_BYTES = 40 * 1024 * 1024;

/** As a picture is shown, in pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

export function isPicture(mediaType: string): boolean {
  return PICTURES.includes(mediaType);
}

/** What decides how a picture can be had. */
export interface PictureFacts {
  mediaType: string;
  bytes: number;
  /** In pixels, as it is shown; null where it is not known. */
  width: number | null;
}

/** The widths in which a picture is worth having: those that are smaller than its own. None of what is no picture. */
export function widthsOf({ mediaType, bytes, width }: PictureFacts): ImageWidth[] {
  if (!isPicture(mediaType) || bytes > MOST_BYTES) return [];
  return IMAGE_WIDTHS.filter((smaller) => width === null || smaller < width);
}
