import { createReadStream } from 'node:fs';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../../shared/database/ids';
import type { Operation } from '../../shared/operations/operation.entity';
import { InputSpool } from '../../shared/operations/input-spool';
import { OperationInputs, type StoredInput } from '../../shared/operations/operation-inputs';
import { type OperationHandler, OperationRunner } from '../../shared/operations/operation-runner';
import type { OperationTask } from '../../shared/operations/operation-task';
import { InputGoneError, OperationRunningError } from '../../shared/operations/operations.errors';
import { RosterImport } from './import/roster-import';
import type { RosterUpload } from './roster-uploads';

export const ROSTER_IMPORT = 'roster_import';

/** A bundle on this machine, and what is asked for. */
export interface RosterImportRequest {
  /** Of a zip file. It is read before the import begins and not needed any more then. */
  path: string;
  /** What people call it. */
  name: string;
  dryRun: boolean;
  confirmed: boolean;
  /** User id; null for a command at the terminal. */
  requestedBy: string | null;
}

/** Imports of rosters as operations, one at a time. */
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

  /** Throws OperationRunningError while another import runs. */
  async start({ path, ...request }: RosterImportRequest): Promise<Operation> {
    const operationId = newId();
    const stored = await this.inputs.store(operationId, createReadStream(path) as AsyncIterable<Buffer>);
    try {
      return await this.startStored({ operationId, ...stored, ...request });
    } catch (error) {
      // After a fault of the store the operation may be there; what belongs to none is removed later.
      if (error instanceof OperationRunningError) await this.inputs.remove(operationId);
      throw error;
    }
  }

  /** As `start`, with what was uploaded. Whoever received it removes it when the import does not start. */
  async startStored(request: RosterUpload & Pick<RosterImportRequest, 'requestedBy'>): Promise<Operation> {
    const { operationId, bytes, sha256, name, requestedBy, dryRun, confirmed } = request;
    const input: StoredInput = { bytes, sha256 };
    const what = { kind: ROSTER_IMPORT, subject: name, requestedBy, input };
    return this.runner.start({ ...what, isDryRun: dryRun, isConfirmed: confirmed }, operationId);
  }

  async run(task: OperationTask): Promise<'done' | 'needs_confirmation'> {
    const input = task.operation.input as Partial<StoredInput>;
    const { sha256, bytes } = input;
    // As the version before this one left it, with a file on the machine that received it.
    if (sha256 === undefined || bytes === undefined) throw new InputGoneError();
    const file = await this.spool.open(task.operation.id, { sha256, bytes });
    try {
      return await this.rosterImport.run(task, file.path);
    } finally {
      await file.close();
    }
  }
}
