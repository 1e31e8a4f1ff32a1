import { randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, type Options, verify } from '@node-rs/argon2';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { PasswordsBusyError } from '../identity.errors';
import { FairQueue } from './fair-queue';
import { normalizedPassword } from './password-rules';

/**
 * argon2id, the library's default algorithm, with 19 MiB of memory, two passes and one lane: the minimum of the OWASP
 * Password Storage Cheat Sheet
 * (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id).
 */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * At about 30 ms a hash, the last of 200 from one network waits a few seconds; a longer line would only time out.
 */
const MAX_WAITING_IN_NETWORK = 200;
const MAX_WAITING = 1_000;

/** The group of work that comes from no request: commands, the demo school. */
const NO_NETWORK = '';

/**
 * Hashes and checks passwords, at most PASSWORD_HASH_CONCURRENCY at a time: each uses a core and 19 MiB meanwhile, which
 * other requests need too. The rest waits in a queue in which networks take turns, so that a flood from one network delays
 * each other network by one hash at a time. Throws a PasswordsBusyError when too many wait.
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
   * Whether the password matches the hash. Without a hash the result is false, but takes as long: the password is checked
   * against the hash of a random one.
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
