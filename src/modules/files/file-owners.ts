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
    return this.union(fileIds, (owner, open) => owner.readable(caller, open));
  }

  held(fileIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.union(fileIds, (owner, open) => owner.held(open));
  }

  private async union(
    fileIds: readonly string[],
    ask: (owner: FileOwner, open: readonly string[]) => Promise<readonly string[]>,
  ): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    // One after another, on one connection, and only for what no owner before has told.
    for (const owner of this.owners) {
      const open = fileIds.filter((id) => !found.has(id));
      if (open.length === 0) break;
      for (const id of await ask(owner, open)) found.add(id);
    }
    return found;
  }
}
