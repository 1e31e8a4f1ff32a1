import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { SignedTexts } from '../../../shared/http/signed-texts';
import { type ImageWidth, type PictureFacts, widthsOf } from '../variants/image-sizes';
import { FileLinkExpiredError, FileLinkInvalidError } from '../files.errors';

/** Long enough to watch a film. */
const VALID_MILLISECONDS = 60 * 60_000;
/** Links of one file are the same for so long, so that browsers find the copy that they have. */
const SAME_MILLISECONDS = 30 * 60_000;
/** Distinguishes this key from others that are derived from the same secrets. */
const PURPOSE = 'stoa file links 1';

/** Addresses of one file that need no token. */
export interface LinksOfFile {
  url: string;
  /** Of smaller pictures. */
  variants: { width: ImageWidth; url: string }[];
  expiresAt: Date;
}

/** What a link opens: a file, or a picture in the width that it names. */
export interface LinkedFile {
  fileId: string;
  width: ImageWidth | undefined;
}

/**
 * Makes addresses of files that need no token, since an `<img>` cannot send one, and reads them. A link opens one file, or
 * one size of a picture, for whoever has it, until it expires, and nothing else.
 */
@Injectable()
export class FileLinks {
  private readonly signed: SignedTexts;
  private readonly base: string;
  /** The host of FILES_ORIGIN. */
  private readonly ownHost: string | undefined;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly clock: Clock,
  ) {
    this.signed = new SignedTexts(settings.jwtKeys, PURPOSE);
    this.base = settings.filesOrigin ?? settings.publicUrl;
    this.ownHost = settings.filesOrigin === undefined ? undefined : new URL(settings.filesOrigin).host;
  }

  /** Valid for 60 to 90 minutes. */
  make(file: PictureFacts & { id: string }): LinksOfFile {
    const least = this.clock.now().getTime() + VALID_MILLISECONDS;
    const expiresAt = new Date(Math.ceil(least / SAME_MILLISECONDS) * SAME_MILLISECONDS);
    const urlOf = (text: string): string =>
      `${this.base}/v1/file-contents?link=${this.signed.sign(text, expiresAt)}`;
    const variants = widthsOf(file).map((width) => ({ width, url: urlOf(`${file.id}/${width}`) }));
    return { url: urlOf(file.id), variants, expiresAt };
  }

  /** What the link opens. Throws FileLinkExpiredError, FileLinkInvalidError. */
  read(link: string): LinkedFile {
    const opened = this.signed.open(link, this.clock.now());
    if ('text' in opened) {
      const [fileId = '', width] = opened.text.split('/');
      return { fileId, width: width === undefined ? undefined : (Number(width) as ImageWidth) };
    }
    throw opened.fault === 'expired' ? new FileLinkExpiredError() : new FileLinkInvalidError();
  }

  /** Whether a request came to the origin that is for files alone, at which a browser may show them as pages. */
  isOwnOrigin(host: string): boolean {
    return host === this.ownHost;
  }
}
