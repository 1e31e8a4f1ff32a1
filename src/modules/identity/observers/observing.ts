import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { toCaller } from '../caller';
import { UserNotFoundError } from '../identity.errors';
import { GuessLimiter } from '../limits/guess-limiter';
import { newCode, typedCode } from '../sign-in-codes/code-text';
import { UsersRepository } from '../users/users.repository';
import {
  CannotObserveError,
  LearnerNotObservedError,
  ObserverLinkNotFoundError,
  WrongPairingCodeError,
} from './observers.errors';
import { type LinkedAccount, ObserversRepository } from './observers.repository';

/** For how long a pairing code is good. */
export const CODE_DAYS = 7;
/** 25⁶ codes: 28 bits, of which guesses find none at the rate that is allowed. */
export const PAIRING_CODE_LENGTH = 6;
const PURPOSE = 'stoa-pairing-codes-1';
/** A code that somebody else has by chance is drawn again; that happens hardly ever. */
const MOST_DRAWS = 5;

/** A code as it is told, once. */
export interface IssuedPairingCode {
  code: string;
  expiresAt: Date;
}

/** Who observes whom: parents and other people who see what a learner sees of their courses. */
@Injectable()
export class Observing {
  private readonly key: Buffer;

  constructor(
    private readonly observers: ObserversRepository,
    private readonly users: UsersRepository,
    private readonly guesses: GuessLimiter,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) { jwtKeys }: Settings,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', jwtKeys[0]?.secret ?? '', '', PURPOSE, 32));
  }

  /**
   * The learner, as a caller whose own reads show what they see; for routes that only read. One statement.
   *
   * @throws LearnerNotObservedError where the caller does not observe them now
   */
  async asLearner(caller: Caller, learnerId: string): Promise<Caller> {
    const row = await this.observers.observed(caller.userId, learnerId, this.clock.now());
    if (!row) throw new LearnerNotObservedError();
    return toCaller({ sub: learnerId, sid: caller.sessionId }, row);
  }

  /** The learners whom the caller observes now, each of them once: by the oldest of several links. */
  async learners(caller: Caller): Promise<LinkedAccount[]> {
    const links = await this.observers.linked(caller.userId, 'observer', this.clock.now());
    return links.filter(({ id }, place) => links.findIndex((each) => each.id === id) === place);
  }

  /** Whoever observes a learner now. */
  async observersOf(userId: string): Promise<LinkedAccount[]> {
    return this.observers.linked(userId, 'learner', this.clock.now());
  }

  /** As `observersOf`, for administrators. Throws UserNotFoundError. */
  async observersOfAccount(userId: string): Promise<LinkedAccount[]> {
    if (!(await this.users.find(userId))) throw new UserNotFoundError();
    return this.observersOf(userId);
  }

  /** A new code of the learner, which takes the place of the one before. Throws CannotObserveError. */
  async issueCode(caller: Caller): Promise<IssuedPairingCode> {
    if (caller.role !== 'learner') throw new CannotObserveError('not_a_learner');
    for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
      const code = newCode(PAIRING_CODE_LENGTH);
      const issuedAt = this.clock.now();
      const expiresAt = new Date(issuedAt.getTime() + CODE_DAYS * 86_400_000);
      const { userId } = caller;
      const about = { id: newId(), userId, issuedBy: userId, issuedAt, expiresAt };
      const isIssued = await this.transactions.run(async () => {
        await this.observers.lockRoles([userId]);
        return this.observers.issue({ ...about, codeHash: this.hashOf(code) });
      });
      if (isIssued) return { code, expiresAt };
    }
    throw new Error('No pairing code could be drawn.');
  }

  /** Nobody can use the open code of the learner any more. */
  async revokeCode(caller: Caller): Promise<void> {
    await this.observers.close([caller.userId]);
  }

  /**
   * Links the caller to the learner whose code it is. Wrong ones are limited as keys of courses are. Throws WrongPairingCodeError,
   * TooManyTriesError, CannotObserveError.
   */
  async redeem(caller: Caller, typed: string, network: string): Promise<LinkedAccount> {
    const codeHash = this.hashOf(typedCode(typed));
    const by = { userId: caller.userId, network };
    const isRight = await this.guesses.codeOf('pairing codes', by, async () => {
      return (await this.observers.open(codeHash, this.clock.now())) !== undefined;
    });
    if (!isRight) throw new WrongPairingCodeError();
    const learnerId = await this.transactions.run(async () => {
      const code = await this.observers.open(codeHash, this.clock.now());
      if (!code) throw new WrongPairingCodeError();
      await this.link({ observerId: caller.userId, learnerId: code.userId }, 'code', code.issuedBy, null);
      if (!(await this.observers.use(code.id))) throw new WrongPairingCodeError();
      return code.userId;
    });
    return this.linkTo(caller.userId, learnerId);
  }

  /** Links an observer to a learner, for administrators. Throws UserNotFoundError, CannotObserveError. */
  async linkByHand(
    caller: Pick<Caller, 'userId'>,
    learnerId: string,
    { observerUsername, until }: { observerUsername: string; until: Date | null },
  ): Promise<LinkedAccount> {
    if (!(await this.users.find(learnerId))) throw new UserNotFoundError();
    const observer = await this.users.findByUsername(observerUsername);
    if (!observer) throw new CannotObserveError('no_such_account');
    if (until !== null && until <= this.clock.now()) throw new CannotObserveError('past');
    const pair = { observerId: observer.id, learnerId };
    await this.transactions.run(() => this.link(pair, 'administrator', caller.userId, until));
    return this.linkTo(observer.id, learnerId);
  }

  /** The caller observes the learner no more. Throws ObserverLinkNotFoundError; those of the roster end in the roster. */
  async leave(caller: Caller, learnerId: string): Promise<void> {
    const { userId } = caller;
    if (!(await this.observers.end({ observerId: userId, learnerId }, userId, this.clock.now())))
      throw new ObserverLinkNotFoundError();
  }

  /** Somebody who came by a code of the learner observes them no more. Throws ObserverLinkNotFoundError. */
  async dismiss(caller: Caller, observerId: string): Promise<void> {
    const link = { observerId, learnerId: caller.userId, source: 'code' } as const;
    if (!(await this.observers.end(link, caller.userId, this.clock.now())))
      throw new ObserverLinkNotFoundError();
  }

  /** For administrators. Again, it changes nothing. Throws ObserverLinkNotFoundError. */
  async endByHand(caller: Caller, id: string): Promise<void> {
    if (!(await this.observers.find(id))) throw new ObserverLinkNotFoundError();
    await this.observers.end({ id }, caller.userId, this.clock.now());
  }

  /** Both accounts are locked, so that two who link each other at once come one after the other. */
  private async link(
    { observerId, learnerId }: { observerId: string; learnerId: string },
    source: 'code' | 'administrator',
    linkedBy: string,
    until: Date | null,
  ): Promise<void> {
    if (observerId === learnerId) throw new CannotObserveError('self');
    const roles = await this.observers.lockRoles([observerId, learnerId]);
    if (!roles.has(observerId)) throw new CannotObserveError('no_such_account');
    if (roles.get(learnerId) !== 'learner') throw new CannotObserveError('not_a_learner');
    const now = this.clock.now();
    if ((await this.observers.linked(learnerId, 'observer', now)).some(({ id }) => id === observerId))
      throw new CannotObserveError('circular');
    if ((await this.observers.linked(observerId, 'observer', now)).some(({ id }) => id === learnerId))
      throw new CannotObserveError('already');
    await this.observers.endPast(observerId, learnerId, now);
    await this.observers.insert({
      ...{ id: newId(), observerId, learnerId, standing: 1, source, since: now, until, linkedBy },
      ...{ endedAt: null, endedBy: null },
    });
  }

  private async linkTo(observerId: string, learnerId: string): Promise<LinkedAccount> {
    const links = await this.observers.linked(observerId, 'observer', this.clock.now());
    const link = links.find(({ id }) => id === learnerId);
    if (!link) throw new ObserverLinkNotFoundError();
    return link;
  }

  private hashOf(code: string): Buffer {
    return createHmac('sha256', this.key).update(code).digest();
  }
}
