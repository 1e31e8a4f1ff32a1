import { createHash, randomBytes } from 'node:crypto';

/** A new random token: 32 random bytes as 43 characters of base64url. */
export function newSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The stored form of a secret token: SHA-256, 32 bytes. Unlike a password, 256 random bits need no slow hash, since they
 * cannot be found by trying.
 */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
