import { Injectable, Logger } from '@nestjs/common';
import { FileStorage } from '../storage/file-storage';
import { LeftoversRepository } from './leftovers.repository';

/** Bytes that nobody needs any more, under keys whose leftovers say so. */
@Injectable()
export class DismissedBytes {
  private readonly logger = new Logger(DismissedBytes.name);

  constructor(
    private readonly storage: FileStorage,
    private readonly leftovers: LeftoversRepository,
  ) {}

  /** Removes them now, if it can be done; else the next collection does it. */
  async remove(keys: readonly string[]): Promise<void> {
    try {
      for (const key of keys) await this.storage.remove(key);
      await this.leftovers.forget(keys);
    } catch (error) {
      this.logger.warn({ err: error as Error, keys }, 'Dismissed bytes could not be removed yet');
    }
  }
}
