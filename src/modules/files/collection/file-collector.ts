import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { BackgroundWork } from '../../../shared/clock/background-work';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { FileOwners } from '../file-owners';
import { FilesRepository } from '../files.repository';
import { FileStorage } from '../storage/file-storage';
import { ResumableUploads } from '../uploads/resumable/resumable-uploads.service';
import { CollectionRepository } from './collection.repository';
import { LeftoversRepository } from './leftovers.repository';

const EVERY_MILLISECONDS = 5 * 60_000;
const AT_ONCE = 100;
/** Held files are asked about again after so long, in case something ceased to hold one without saying so. */
const HELD_DAYS = 30;

/**
 * Removes uploads whose time is over, files that nobody holds, contents that no file has, and what uploads left behind. It is safe beside uploads and beside
 * owners that begin to hold a file: the rows of what is removed are locked, and bytes go only when no row speaks for them.
 */
@Injectable()
export class FileCollector extends BackgroundWork {
  constructor(
    private readonly collection: CollectionRepository,
    private readonly leftovers: LeftoversRepository,
    private readonly files: FilesRepository,
    private readonly owners: FileOwners,
    private readonly resumable: ResumableUploads,
    private readonly storage: FileStorage,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super(settings, {
      milliseconds: EVERY_MILLISECONDS,
      logFailure: (logger, error) =>
        logger.warn({ err: error }, 'Files that nobody uses could not be removed'),
    });
  }

  protected override work(): Promise<void> {
    return this.transactions.inBackground(() => this.collect());
  }

  /** Removes all that is due. */
  async collect(): Promise<void> {
    while ((await this.resumable.removeExpired()) > 0);
    while ((await this.lookAtFiles()) === AT_ONCE);
    while ((await this.removeLeftovers()) === AT_ONCE);
  }

  /** Returns how many it looked at. */
  private async lookAtFiles(): Promise<number> {
    const now = this.clock.now();
    return this.transactions.run(async () => {
      const due = await this.collection.lockDue(now, AT_ONCE);
      const held = await this.owners.held(due.map(({ id }) => id));
      await this.files.lookAgain([...held], new Date(now.getTime() + HELD_DAYS * 86_400_000));
      const unheld = due.filter(({ id }) => !held.has(id));
      await this.collection.deleteFiles(unheld.map(({ id }) => id));
      await this.collection.discardContents(
        unheld.map(({ contentId }) => contentId),
        now,
      );
      return due.length;
    });
  }

  /** Outside any transaction: the storage may be slow. */
  private async removeLeftovers(): Promise<number> {
    const due = await this.leftovers.claimDue(this.clock.now(), AT_ONCE);
    for (const key of due) await this.storage.remove(key);
    await this.leftovers.forget(due);
    return due.length;
  }
}
