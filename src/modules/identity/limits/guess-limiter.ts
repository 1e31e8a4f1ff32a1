import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { TooManyTriesError } from '../identity.errors';
import type { Allowance, Use } from './allowance';
import {
  codeOfThingAllowances,
  currentPasswordAllowances,
  passwordOfThingAllowances,
  type GuessAllowances,
  type GuessLimits,
  signInAllowances,
  type SignInTry,
  tokenAllowances,
} from './guess-allowances';
import { RateCountsRepository } from './rate-counts.repository';

/**
 * Limits guesses of passwords and tokens. A try is counted before it is checked, so that even many at once are not checked
 * beyond the limit; a try that was right, or could not be checked, is subtracted again. Throws a TooManyTriesError above
 * the limit.
 */
@Injectable()
export class GuessLimiter {
  private readonly limits: GuessLimits;

  constructor(
    private readonly counts: RateCountsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.limits = {
      account: settings.signInLimitPerMinute,
      network: settings.signInLimitPerNetwork,
      everywhere: settings.signInLimitInAll,
    };
  }

  /** A try to sign in. Resolves with what `check` finds. */
  signIn(attempt: SignInTry, check: () => Promise<boolean>): Promise<boolean> {
    return this.judge(signInAllowances(attempt, this.limits), check);
  }

  /** A try of the current password, within a session. Resolves with what `check` finds. */
  currentPassword(sessionId: string, check: () => Promise<boolean>): Promise<boolean> {
    return this.judge(currentPasswordAllowances(sessionId, this.limits), check);
  }

  /** A try of a password of something else than an account, such as a quiz. Resolves with what `check` finds. */
  passwordOf(thing: string, userId: string, check: () => Promise<boolean>): Promise<boolean> {
    return this.judge(passwordOfThingAllowances(thing, userId, this.limits), check);
  }

  /** A try of a code that opens a thing to whoever is signed in. Resolves with what `check` finds. */
  codeOf(
    thing: string,
    by: { userId: string; network: string },
    check: () => Promise<boolean>,
  ): Promise<boolean> {
    return this.judge(codeOfThingAllowances(thing, by, this.limits), check);
  }

  /** Counts a token that is unknown. */
  async unknownToken(network: string): Promise<void> {
    await this.admit(tokenAllowances(network, this.limits));
  }

  private async judge(guess: GuessAllowances, check: () => Promise<boolean>): Promise<boolean> {
    const used = await this.admit(guess);
    let isWrong = false;
    try {
      isWrong = !(await check());
      return !isWrong;
    } finally {
      if (!isWrong) await this.counts.giveBack(used, this.clock.now());
    }
  }

  /** Returns the allowances that were used. A refusal rolls the transaction back, so it uses none. */
  private admit({ own, shared, reserve }: GuessAllowances): Promise<Allowance[]> {
    return this.transactions.run(async () => {
      const now = this.clock.now();
      const used = [own, ...shared];
      const [ofOwn, ...ofShared] = await this.counts.use(used, now);
      refuseWhereOver(own, ofOwn, now);
      const isShort = shared.some((allowance, index) => isOver(allowance, ofShared[index]));
      if (isShort && reserve) {
        refuseWhereOver(reserve, (await this.counts.use([reserve], now))[0], now);
        return [...used, reserve];
      }
      shared.forEach((allowance, index) => refuseWhereOver(allowance, ofShared[index], now));
      return used;
    });
  }
}

function isOver({ limit }: Allowance, use: Use | undefined): boolean {
  return use !== undefined && use.uses > limit;
}

function refuseWhereOver(allowance: Allowance, use: Use | undefined, now: Date): void {
  if (use && isOver(allowance, use))
    throw new TooManyTriesError(Math.max(1, Math.ceil((use.endsAt.getTime() - now.getTime()) / 1000)));
}
