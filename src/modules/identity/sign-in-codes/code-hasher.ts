import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { PasswordHasher } from '../passwords/password-hasher';

/** Distinguishes these keys from others that are derived from the same secrets. */
const PURPOSE = 'stoa-sign-in-codes-1';

/**
 * Hashes codes: keyed, so that a stolen database does not give them away, and slow as for passwords, in the same queue. The keys are derived
 * from those that sign access tokens: the first is used for new codes, and a code whose key is gone opens nothing.
 */
@Injectable()
export class CodeHasher {
  private readonly keys: ReadonlyMap<string, Buffer>;
  readonly keyName: string;

  constructor(
    private readonly hasher: PasswordHasher,
    @Inject(SETTINGS) { jwtKeys }: Settings,
  ) {
    this.keys = new Map(
      jwtKeys.map(({ kid, secret }) => [kid, Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, 32))]),
    );
    this.keyName = jwtKeys[0]?.kid ?? '';
  }

  /** @param network from which it is asked for, which waits in turn with others */
  hash(code: string, network: string): Promise<string> {
    return this.hasher.hash(this.keyed(code, this.keyName), network);
  }

  /** As long as any other check where there is no hash. */
  verify(
    open: { codeHash: string | null; keyName: string } | undefined,
    code: string,
    network: string,
  ): Promise<boolean> {
    const isKnown = open !== undefined && this.keys.has(open.keyName);
    const keyName = isKnown ? open.keyName : this.keyName;
    return this.hasher.verify(isKnown ? open.codeHash : null, this.keyed(code, keyName), network);
  }

  private keyed(code: string, keyName: string): string {
    return createHmac('sha256', this.keys.get(keyName) ?? '')
      .update(code)
      .digest('base64url');
  }
}
