import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';

/**
 * What holds files, such as activities. It keeps its references in a table of its own, with a foreign key to `files`, in the
 * transaction of its own rows. Declared here because files are delivered and collected here; the modules above provide it. Each
 * method is asked for many files at once.
 */
export interface FileOwner {
  /** Those that the caller may read because something of this owner has them. */
  readable(caller: Caller, fileIds: readonly string[]): Promise<readonly string[]>;

  /** Those that something of this owner has. */
  held(fileIds: readonly string[]): Promise<readonly string[]>;
}

/** All owners. */
@Injectable()
export class FileOwners {
  private readonly owners: FileOwner[] = [];

  /** To be called when the application starts. */
  provide(owner: FileOwner): void {
    this.owners.push(owner);
  }

  readable(caller: Caller, fileIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.union(fileIds, (owner) => owner.readable(caller, fileIds));
  }

  held(fileIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.union(fileIds, (owner) => owner.held(fileIds));
  }

  private async union(
    fileIds: readonly string[],
    ask: (owner: FileOwner) => Promise<readonly string[]>,
  ): Promise<ReadonlySet<string>> {
    if (fileIds.length === 0) return new Set();
    const found = await Promise.all(this.owners.map(ask));
    return new Set(found.flat());
  }
}
