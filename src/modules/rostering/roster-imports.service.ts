import { createReadStream } from 'node:fs';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../../shared/database/ids';
import type { Operation } from '../../shared/operations/operation.entity';
import { InputSpool } from '../../shared/operations/input-spool';
import { OperationInputs, type StoredInput } from '../../shared/operations/operation-inputs';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../shared/operations/operation-runner';
import type { OperationTask } from '../../shared/operations/operation-task';
import { InputGoneError, OperationRunningError } from '../../shared/operations/operations.errors';
import { RosterImport } from './import/roster-import';
import type { RosterUpload } from './roster-uploads';

export const ROSTER_IMPORT = 'roster_import';

/** A bundle on this machine, with the options of its import. */
export interface RosterImportRequest {
  /** The path of a zip file. It is copied before the import starts, and not needed after that. */
  path: string;
  /** The name of the file, for people. */
  name: string;
  dryRun: boolean;
  confirmed: boolean;
  /** The user id; null for the command at the terminal. */
  requestedBy: string | null;
}

/** Starts and runs roster imports as operations, one at a time. */
@Injectable()
export class RosterImportsService implements OperationHandler, OnModuleInit {
  readonly isExclusive = true;

  constructor(
    private readonly runner: OperationRunner,
    private readonly rosterImport: RosterImport,
    private readonly inputs: OperationInputs,
    private readonly spool: InputSpool,
  ) {}

  onModuleInit(): void {
    this.runner.register(ROSTER_IMPORT, this);
  }

  /** @throws OperationRunningError while another import is running. */
  async start({ path, ...request }: RosterImportRequest): Promise<Operation> {
    const operationId = newId();
    const stored = await this.inputs.store(operationId, createReadStream(path) as AsyncIterable<Buffer>);
    try {
      return await this.startStored({ operationId, ...stored, ...request });
    } catch (error) {
      // After other errors the operation may exist. A stored file without an operation is removed later.
      if (error instanceof OperationRunningError) await this.inputs.remove(operationId);
      throw error;
    }
  }

  /** Starts the import of an upload. If that fails, the caller removes the upload. */
  async startStored(request: RosterUpload & Pick<RosterImportRequest, 'requestedBy'>): Promise<Operation> {
    const { operationId, bytes, sha256, name, requestedBy, dryRun, confirmed } = request;
    const input: StoredInput = { bytes, sha256 };
    const what = { kind: ROSTER_IMPORT, subject: name, requestedBy, input };
    return this.runner.start(
      { ...what, isDryRun: dryRun, isConfirmed: confirmed },
      { operationId, ...input },
    );
  }

  async run(task: OperationTask): Promise<OperationOutcome> {
    const input = task.operation.input as Partial<StoredInput>;
    const { sha256, bytes } = input;
    // An operation of an older version, whose file is on the machine that received it.
    if (sha256 === undefined || bytes === undefined) throw new InputGoneError();
    const file = await this.spool.open(task.operation.id, { sha256, bytes });
    try {
      return await this.rosterImport.run(task, file.path);
    } finally {
      await file.close();
    }
  }
}
