import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { BackgroundWork } from '../../../shared/clock/background-work';
import { SWEEP_AFTER_MILLISECONDS } from '../../../shared/database/search-indexes';
import { StoreMarks } from '../../../shared/database/store-marks';
import { Transactions } from '../../../shared/database/transactions';
import { isStale, Likenesses } from './likenesses';
import { type ComparedQuestion, LikenessesRepository } from './likenesses.repository';

/**
 * Compares questions that have not been, or by an old form: those of before there was this, those that processes of the version before
 * write while a new one comes in, and all after a change of what is compared.
 */
@Injectable()
export class LikenessSweep extends BackgroundWork {
  constructor(
    private readonly repository: LikenessesRepository,
    private readonly likenesses: Likenesses,
    private readonly transactions: Transactions,
    private readonly marks: StoreMarks,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super(settings, {
      milliseconds: SWEEP_AFTER_MILLISECONDS,
      logFailure: (logger, error) => logger.warn({ err: error }, 'Questions could not be compared'),
      isAtStart: true,
    });
  }

  /** Sweeps, unless this or another process has begun to within the last ten minutes. */
  protected override async work(): Promise<void> {
    if (await this.marks.claim('likeness_sweep', SWEEP_AFTER_MILLISECONDS)) await this.sweep();
  }

  /** Reads all prompts, some hundreds at a time. Each batch of one bank is a transaction by itself. */
  async sweep(): Promise<void> {
    for (let after: string | undefined; ;) {
      const { rows, isEnd } = await this.repository.next(after);
      for (const [bankId, stale] of Map.groupBy(rows.filter(isStale), (row) => row.bankId))
        await this.repair(bankId, stale);
      if (isEnd) return;
      after = rows.at(-1)?.id;
    }
  }

  private async repair(bankId: string, questions: readonly ComparedQuestion[]): Promise<void> {
    await this.transactions.run(async () => {
      await this.repository.lockBank(bankId);
      // Read again: somebody may have changed them before the lock.
      await this.likenesses.refresh(questions.map(({ id }) => id));
    });
  }
}
