import { randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, type Options, verify } from '@node-rs/argon2';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { PasswordsBusyError } from '../identity.errors';
import { FairQueue } from './fair-queue';
import { normalizedPassword } from './password-rules';

/**
 * argon2id, which is the library's default algorithm, with 19 MiB of memory, two passes and one lane: what the
 * OWASP Password Storage Cheat Sheet asks for at least
 * (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id).
 */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * At some 30 ms a hash, the last of a line of one network alone waits a few seconds; more would only time out. Of many
 * networks at once, each has its turns.
 */
const MAX_WAITING_IN_NETWORK = 200;
const MAX_WAITING = 1_000;

/** The line of what nobody's request asked for: the terminal, the demo school. */
const NO_NETWORK = '';

/**
 * Hashes and checks passwords, at most PASSWORD_HASH_CONCURRENCY at a time: each takes a core and 19 MiB for its time,
 * which sign-ins must not take from everything else. The others wait, and the networks they come from take turns, so
 * that a flood from one of them delays the others by no more than a hash each time. Throws a PasswordsBusyError where
 * too many wait.
 */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private readonly queue: FairQueue;
  private decoy: string;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.queue = new FairQueue(
      {
        running: settings.passwordHashConcurrency,
        waitingInGroup: MAX_WAITING_IN_NETWORK,
        waiting: MAX_WAITING,
      },
      () => new PasswordsBusyError(),
    );
  }

  async onModuleInit(): Promise<void> {
    this.decoy = await this.hash(randomBytes(32).toString('base64url'));
  }

  /** The hash in PHC form, about 97 ASCII characters. `network` is where the request came from. */
  async hash(password: string, network = NO_NETWORK): Promise<string> {
    return this.queue.run(network, () => hash(normalizedPassword(password), COST));
  }

  /**
   * Whether the password is the one behind the hash. Without a hash it is not, but the answer takes as long:
   * the work is done on the hash of a password that nobody knows.
   */
  async verify(
    passwordHash: string | null | undefined,
    password: string,
    network = NO_NETWORK,
  ): Promise<boolean> {
    const matches = await this.queue.run(network, () =>
      verify(passwordHash ?? this.decoy, normalizedPassword(password)),
    );
    return matches && typeof passwordHash === 'string';
  }
}
