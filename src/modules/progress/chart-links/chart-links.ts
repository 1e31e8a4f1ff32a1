import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import type { AccessClaims } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { SignedTexts } from '../../../shared/http/signed-texts';
import { ChartLinkExpiredError, ChartLinkInvalidError } from '../progress.errors';

/** Long enough to load a page with its pictures, and to look at it again. */
const VALID_MINUTES = 10;
/** Distinguishes this key from others that are derived from the same secrets. */
const PURPOSE = 'stoa chart links 1';

/** What a link shows, and to whom it was given: it is drawn with their rights and in their language. */
export interface LinkedChart {
  courseId: string;
  /** Name of the chart. */
  chart: string;
  query: object;
  /** The account and the session of the person who got the link. */
  claims: AccessClaims;
}

/** Makes addresses of charts that need no token, since an `<img>` cannot send one, and reads them. */
@Injectable()
export class ChartLinks {
  private readonly signed: SignedTexts;
  private readonly base: string;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly clock: Clock,
  ) {
    this.signed = new SignedTexts(settings.jwtKeys, PURPOSE);
    this.base = settings.publicUrl;
  }

  make(chart: LinkedChart): { url: string; expiresAt: Date } {
    const expiresAt = new Date(this.clock.now().getTime() + VALID_MINUTES * 60_000);
    const link = this.signed.sign(JSON.stringify(chart), expiresAt);
    return { url: `${this.base}/v1/chart-images?link=${link}`, expiresAt };
  }

  /** Throws ChartLinkExpiredError, ChartLinkInvalidError. */
  read(link: string): LinkedChart {
    const opened = this.signed.open(link, this.clock.now());
    if ('text' in opened) return JSON.parse(opened.text) as LinkedChart;
    throw opened.fault === 'expired' ? new ChartLinkExpiredError() : new ChartLinkInvalidError();
  }
}
