import { randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, type Options, verify } from '@node-rs/argon2';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { PasswordsBusyError } from '../identity.errors';
import { normalizedPassword } from './password-rules';

/**
 * argon2id, which is the library's default algorithm, with 19 MiB of memory, two passes and one lane: what the
 * OWASP Password Storage Cheat Sheet asks for at least
 * (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id).
 */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** At some 30 ms a hash, who stands behind so many others waits a few seconds; more would only time out. */
const MAX_WAITING = 200;

/**
 * Hashes and checks passwords, at most PASSWORD_HASH_CONCURRENCY at a time, the others in turn: each takes a
 * core and 19 MiB for its time, which sign-ins must not take from everything else.
 */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: string;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  async onModuleInit(): Promise<void> {
    this.decoy = await this.hash(randomBytes(32).toString('base64url'));
  }

  /** The hash in PHC form, about 97 ASCII characters. */
  async hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normalizedPassword(password), COST));
  }

  /**
   * Whether the password is the one behind the hash. Without a hash it is not, but the answer takes as long:
   * the work is done on the hash of a password that nobody knows.
   */
  async verify(passwordHash: string | null | undefined, password: string): Promise<boolean> {
    const matches = await this.inTurn(() => verify(passwordHash ?? this.decoy, normalizedPassword(password)));
    return matches && typeof passwordHash === 'string';
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.settings.passwordHashConcurrency) this.running += 1;
    else await this.myTurn();
    try {
      return await work();
    } finally {
      // Handed on rather than given back, so that nobody who comes later gets in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private myTurn(): Promise<void> {
    if (this.waiting.length >= MAX_WAITING) throw new PasswordsBusyError();
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
