import { Inject, Injectable, Logger } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { EarlierInputs } from '../../../shared/operations/earlier-inputs';
import {
  OperationInputs,
  type ReceivedInput,
  type StoredInput,
  type StoredResult,
} from '../../../shared/operations/operation-inputs';
import { InputUnavailableError, ReplicaUnableError } from '../../../shared/operations/operations.errors';
import { DismissedBytes } from '../collection/dismissed-bytes';
import { LeftoversRepository } from '../collection/leftovers.repository';
import { StorageUnavailableError, UploadGivenUpError } from '../files.errors';
import { FileStorage } from '../storage/file-storage';
import { ReceivedContent } from '../uploads/received-content';
import type { OperationFile } from './operation-file.entity';
import { OperationFilesRepository } from './operation-files.repository';

const HOUR = 3_600_000;

/**
 * The inputs of operations in the storage of files. Until an operation holds its input, and when it has let it go, the key is a leftover:
 * so whatever a process leaves behind when it is killed is known and removed.
 */
@Injectable()
export class OperationFiles extends OperationInputs {
  private readonly logger = new Logger(OperationFiles.name);

  constructor(
    private readonly files: OperationFilesRepository,
    private readonly leftovers: LeftoversRepository,
    private readonly dismissed: DismissedBytes,
    private readonly storage: FileStorage,
    private readonly earlier: EarlierInputs,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    super();
  }

  async store(operationId: string, content: AsyncIterable<Buffer>): Promise<StoredInput> {
    // Not in the caller's transaction, which would stay open until all content has arrived.
    return this.transactions.outside(async () => {
      const longest = this.settings.requestSeconds * 1000 + HOUR;
      await this.leftovers.announce(operationId, new Date(this.clock.now().getTime() + longest));
      const received = new ReceivedContent();
      try {
        await this.storage.write(operationId, received.of(content));
      } catch (error) {
        await this.giveUp(operationId, error);
        throw error;
      }
      const { bytes, sha256 } = received.told();
      return { bytes, sha256: sha256.toString('hex') };
    });
  }

  hold(input: ReceivedInput): Promise<void> {
    return this.settle(input, { madeBy: null, keptUntil: null });
  }

  keep(madeBy: string, { resultId, ...stored }: StoredResult, keptUntil: Date): Promise<void> {
    return this.settle({ operationId: resultId, ...stored }, { madeBy, keptUntil });
  }

  resultOf(operationId: string): Promise<string | undefined> {
    return this.files.madeBy(operationId);
  }

  async *read(operationId: string): AsyncGenerator<Buffer, void, undefined> {
    if (!(await this.files.has(operationId))) return yield* this.earlier.read(operationId);
    try {
      if ((await this.storage.sizeOf(operationId)) === undefined)
        throw new ReplicaUnableError('The input is not in the storage of files that this process sees');
      yield* (await this.storage.read(operationId)) as AsyncIterable<Buffer>;
    } catch (error) {
      throw error instanceof StorageUnavailableError ? new InputUnavailableError({ cause: error }) : error;
    }
  }

  async remove(operationId: string): Promise<void> {
    await this.earlier.remove(operationId);
    if (await this.letGo(operationId)) await this.dismissed.remove([operationId]);
  }

  async held(): Promise<string[]> {
    return [...(await this.files.ids(this.clock.now())), ...(await this.earlier.held())];
  }

  private async settle(
    { operationId, bytes, sha256 }: ReceivedInput,
    kept: Pick<OperationFile, 'madeBy' | 'keptUntil'>,
  ): Promise<void> {
    if (!(await this.leftovers.settle(operationId))) throw new UploadGivenUpError();
    const heldAt = this.clock.now();
    await this.files.insert({
      id: operationId,
      bytes,
      sha256: Buffer.from(sha256, 'hex'),
      heldAt,
      ...kept,
    });
  }

  /** Of an upload that failed. A storage that is away would only make the sender wait longer. */
  private async giveUp(operationId: string, error: unknown): Promise<void> {
    try {
      if (error instanceof StorageUnavailableError) await this.letGo(operationId);
      else await this.remove(operationId);
    } catch (failure) {
      this.logger.warn(
        { err: failure as Error, operationId },
        'A part of an upload could not be removed yet',
      );
    }
  }

  /** The bytes are to be removed, at once or by the collector. False where there are none. */
  private letGo(operationId: string): Promise<boolean> {
    const now = this.clock.now();
    return this.transactions.run(async () => {
      if (!(await this.files.delete(operationId))) return this.leftovers.giveUp(operationId, now);
      await this.leftovers.add(operationId, now);
      return true;
    });
  }
}
