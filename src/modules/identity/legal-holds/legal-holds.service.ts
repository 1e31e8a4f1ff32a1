import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { UserNotFoundError } from '../identity.errors';
import { UsersRepository } from '../users/users.repository';
import type { PlaceLegalHoldDto } from './dto/legal-hold.dto';
import { isInForce, type LegalHold } from './legal-hold.entity';
import { HoldEndsEarlyError, LegalHoldError, LegalHoldNotFoundError } from './legal-holds.errors';
import { LegalHoldsRepository } from './legal-holds.repository';

/** Keeps data about people from being erased. */
@Injectable()
export class LegalHoldsService {
  constructor(
    private readonly holds: LegalHoldsRepository,
    private readonly users: UsersRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * From the commit on, nothing more of the person is erased: each step of an erasure locks the account as this does, and then looks
   * for holds.
   *
   * @throws UserNotFoundError, HoldEndsEarlyError
   */
  async place(
    caller: Caller,
    userId: string,
    { reason, holdsUntil = null }: PlaceLegalHoldDto,
  ): Promise<LegalHold> {
    const placedAt = this.clock.now();
    if (holdsUntil !== null && holdsUntil <= placedAt) throw new HoldEndsEarlyError();
    const hold: LegalHold = {
      ...{ id: newId(), userId, reason, holdsUntil, placedBy: caller.userId, placedAt },
      ...{ liftedBy: null, liftedAt: null },
    };
    await this.transactions.run(async () => {
      if (!(await this.holds.lockPerson(userId))) throw new UserNotFoundError();
      await this.holds.insert(hold);
    });
    return hold;
  }

  /** Newest first, with those that were lifted or have ended. Throws UserNotFoundError. */
  async of(userId: string): Promise<LegalHold[]> {
    if (!(await this.users.find(userId))) throw new UserNotFoundError();
    return this.holds.of(userId);
  }

  /** Again, it changes nothing. Throws LegalHoldNotFoundError. */
  async lift(caller: Caller, id: string): Promise<LegalHold> {
    if (!(await this.holds.find(id))) throw new LegalHoldNotFoundError();
    await this.holds.lift(id, caller.userId, this.clock.now());
    const lifted = await this.holds.find(id);
    if (!lifted) throw new LegalHoldNotFoundError();
    return lifted;
  }

  /** Throws the error of the first hold in force. To be called after the account was locked, in the transaction that takes something away. */
  async requireNone(userId: string): Promise<void> {
    const now = this.clock.now();
    const hold = (await this.holds.unlifted(userId)).find((one) => isInForce(one, now));
    if (hold) throw new LegalHoldError(hold);
  }
}
