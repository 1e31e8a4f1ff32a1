import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { newId } from '../database/ids';
import { OperationInputs, type StoredInput } from './operation-inputs';
import { InputGoneError, ReplicaUnableError } from './operations.errors';

/** An input as a file of this machine. */
export interface SpooledInput {
  /** Good until it is closed, in this process alone. */
  path: string;
  close(): Promise<void>;
}

/**
 * Copies the input of an operation to this machine, for work that reads here and there in it. The file has no name
 * from its first byte on, so that the system removes it with the process, however that ends.
 */
@Injectable()
export class InputSpool {
  private readonly folder: string;

  constructor(
    private readonly inputs: OperationInputs,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.folder = resolve(settings.dataDirectory, 'spool');
  }

  /**
   * @throws InputGoneError when it is not kept any more as it was received, and ReplicaUnableError when there is no
   * room for it on this machine.
   */
  async open(operationId: string, expected: StoredInput): Promise<SpooledInput> {
    const file = await hereOnly(this.namelessFile());
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

  private async namelessFile(): Promise<FileHandle> {
    await mkdir(this.folder, { recursive: true });
    const path = join(this.folder, newId());
    const file = await open(path, 'wx+', 0o600);
    await rm(path);
    return file;
  }
}

/** A fault of this machine's disk says nothing of other machines. */
async function hereOnly<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new ReplicaUnableError('The input cannot be written to the disk of this machine', { cause: error });
  }
}
