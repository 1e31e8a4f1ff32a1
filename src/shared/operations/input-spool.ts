import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { namelessFile } from './nameless-file';
import { OperationInputs, type StoredInput } from './operation-inputs';
import { InputGoneError, ReplicaUnableError } from './operations.errors';

/** An input as a file on this machine. */
export interface SpooledInput {
  /** Valid until it is closed, and only in this process. */
  path: string;
  close(): Promise<void>;
}

/**
 * Copies the input of an operation to a file on this machine, for work that reads it at random positions.
 */
@Injectable()
export class InputSpool {
  constructor(
    private readonly inputs: OperationInputs,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * @throws InputGoneError when it is no longer stored as it was received, and ReplicaUnableError when it cannot be
   * written to this machine's disk.
   */
  async open(operationId: string, expected: StoredInput): Promise<SpooledInput> {
    const file = await hereOnly(namelessFile(this.settings.dataDirectory));
    try {
      const digest = createHash('sha256');
      for await (const piece of this.inputs.read(operationId)) {
        digest.update(piece);
        await hereOnly(file.appendFile(piece));
      }
      if (digest.digest('hex') !== expected.sha256) throw new InputGoneError();
      // Linux and macOS know the open files of a process by these names.
      return { path: `/dev/fd/${file.fd}`, close: () => file.close() };
    } catch (error) {
      await file.close();
      throw error;
    }
  }
}

/** Turns a fault of this machine's disk into a ReplicaUnableError: another machine may be able to run the operation. */
async function hereOnly<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new ReplicaUnableError('The input cannot be written to the disk of this machine', { cause: error });
  }
}
