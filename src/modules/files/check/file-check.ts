import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { FileStorage } from '../storage/file-storage';
import { CheckRepository, type ExpectedContent } from './check.repository';

/**
 * - `missing`: the store has the content, the storage has not.
 * - `damaged`: what is stored has another length, or another hash.
 * - `unknown`: the storage has it, and the store knows nothing of it.
 */
export const FILE_FAULTS = ['missing', 'damaged', 'unknown'] as const;

export interface FileFault {
  fault: (typeof FILE_FAULTS)[number];
  /** In the storage. */
  key: string;
}

const AT_ONCE = 500;

/** Compares the store and the storage, both ways, and changes neither. It may run while people upload and delete. */
@Injectable()
export class FileCheck {
  constructor(
    private readonly contents: CheckRepository,
    private readonly storage: FileStorage,
  ) {}

  /** Lengths alone are compared unless `readsAll`, which reads every byte and compares the hashes. */
  async *faults({ readsAll }: { readsAll: boolean }): AsyncGenerator<FileFault, void, undefined> {
    yield* this.ofContents(readsAll);
    yield* this.ofStorage();
  }

  private async *ofContents(readsAll: boolean): AsyncGenerator<FileFault, void, undefined> {
    for (let last: string | undefined; ;) {
      const batch = await this.contents.contentsAfter(last, AT_ONCE);
      for (const content of batch) {
        const fault = await this.faultOf(content, readsAll);
        // It may have been collected meanwhile.
        if (fault && (await this.isStill(content))) yield { fault, key: content.id };
      }
      if (batch.length < AT_ONCE) return;
      last = batch.at(-1)?.id;
    }
  }

  private async faultOf(
    { id, bytes, sha256 }: ExpectedContent,
    readsAll: boolean,
  ): Promise<FileFault['fault'] | undefined> {
    const size = await this.storage.sizeOf(id);
    if (size === undefined) return 'missing';
    if (size !== bytes) return 'damaged';
    if (!readsAll) return undefined;
    const digest = createHash('sha256');
    for await (const piece of await this.storage.read(id)) digest.update(piece as Buffer);
    return digest.digest().equals(sha256) ? undefined : 'damaged';
  }

  private async isStill({ id }: ExpectedContent): Promise<boolean> {
    return (await this.contents.known([id])).has(id);
  }

  private async *ofStorage(): AsyncGenerator<FileFault, void, undefined> {
    let keys: string[] = [];
    for await (const { key } of this.storage.list()) {
      keys.push(key);
      if (keys.length < AT_ONCE) continue;
      yield* this.unknownOf(keys);
      keys = [];
    }
    if (keys.length > 0) yield* this.unknownOf(keys);
  }

  private async *unknownOf(keys: readonly string[]): AsyncGenerator<FileFault, void, undefined> {
    const known = await this.contents.known(keys);
    for (const key of keys)
      // Or it was removed between the two looks.
      if (!known.has(key) && (await this.storage.sizeOf(key)) !== undefined) yield { fault: 'unknown', key };
  }
}
