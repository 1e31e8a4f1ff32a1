import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';
import type { SigningKey } from '../../config/settings';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Random bytes are drawn for this many cursors at once: a draw costs more than the encryption of a short text. */
const NONCES_IN_A_DRAW = 256;
/** Distinguishes these keys from others that may be derived from the same secrets some day. */
const PURPOSE = 'stoa list cursors 1';

/**
 * Seals the place in a list that a cursor stands for, and opens it again. Nobody reads in a cursor what the list is
 * sorted by (people's names), and nobody makes one: it is encrypted and authenticated by AES-256-GCM, together with the
 * list that it belongs to. A few microseconds each.
 *
 * The keys are derived (HKDF) from the signing keys of access tokens, so that all processes agree and keys are rotated
 * together: the first seals, all open.
 */
export class CursorSeal {
  private readonly keys: readonly KeyObject[];
  private readonly nonces = Buffer.alloc(NONCE_BYTES * NONCES_IN_A_DRAW);
  private nextNonce = this.nonces.length;

  constructor(signingKeys: readonly SigningKey[]) {
    this.keys = signingKeys.map(({ secret }) =>
      createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, 32))),
    );
  }

  /** `list` is any text that names the list and all that it depends on. */
  seal(place: string, list: string): string {
    const [key] = this.keys;
    if (!key) throw new Error('There is no key to seal with.');
    const nonce = this.drawNonce();
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(list));
    const sealed = cipher.update(place, 'utf8');
    // In this mode `final` adds no bytes. It makes the tag.
    cipher.final();
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
  }

  /** The place, or undefined for a cursor that we did not make, or made for another list. */
  open(cursor: string, list: string): string | undefined {
    const bytes = Buffer.from(cursor, 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) return undefined;
    for (const key of this.keys) {
      const place = openWith(key, bytes, list);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  /** Valid until the next call. */
  private drawNonce(): Buffer {
    if (this.nextNonce === this.nonces.length) {
      randomFillSync(this.nonces);
      this.nextNonce = 0;
    }
    return this.nonces.subarray(this.nextNonce, (this.nextNonce += NONCE_BYTES));
  }
}

function openWith(key: KeyObject, bytes: Buffer, list: string): string | undefined {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(list))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  const place = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    decipher.final();
    return place.toString();
  } catch {
    // Another key, another list, or not a cursor of ours.
    return undefined;
  }
}
