import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { SigningKey } from '../../config/settings';

const MAC_BYTES = 32;

/** Why a signed text is refused. */
export type SignatureFault = 'forged' | 'expired';

/**
 * Signs texts that leave the server and come back, such as what a link may show and until when. They can be read by
 * anybody and made only by us: HMAC-SHA-256 over the text and its expiry.
 *
 * The keys are derived (HKDF) from the signing keys of access tokens and the purpose, so that all processes agree, keys are
 * rotated together, and a text signed for one purpose is worth nothing for another.
 */
export class SignedTexts {
  private readonly keys: readonly Buffer[];

  constructor(signingKeys: readonly SigningKey[], purpose: string) {
    this.keys = signingKeys.map(({ secret }) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)));
  }

  /** URL-safe: letters, digits, `-`, `_` and `.`. */
  sign(text: string, expiresAt: Date): string {
    const [key] = this.keys;
    if (!key) throw new Error('There is no key to sign with.');
    const signed = `${Buffer.from(text).toString('base64url')}.${expiresAt.getTime()}`;
    return `${signed}.${macOf(key, signed).toString('base64url')}`;
  }

  /** The text, or why it is refused. Whether it has expired is said only of what we signed. */
  open(signedText: string, now: Date): { text: string } | { fault: SignatureFault } {
    const end = signedText.lastIndexOf('.');
    const signed = signedText.slice(0, Math.max(end, 0));
    const mac = Buffer.from(signedText.slice(end + 1), 'base64url');
    const isOurs =
      mac.length === MAC_BYTES &&
      // Several texts can stand for the same bytes; only the one that we wrote is ours.
      mac.toString('base64url') === signedText.slice(end + 1) &&
      this.keys.some((key) => timingSafeEqual(macOf(key, signed), mac));
    if (!isOurs) return { fault: 'forged' };
    const [text = '', expiry = ''] = signed.split('.');
    if (Number(expiry) <= now.getTime()) return { fault: 'expired' };
    return { text: Buffer.from(text, 'base64url').toString() };
  }
}

function macOf(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
