import { access } from 'node:fs/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { OperationRecord } from '../../shared/operations/operation';
import { type OperationHandler, OperationRunner } from '../../shared/operations/operation-runner';
import type { OperationTask } from '../../shared/operations/operation-task';
import { RosterImport } from './import/roster-import';
import { RosterUploads } from './roster-uploads';
import { UploadGoneError } from './rostering.errors';

export const ROSTER_IMPORT = 'roster_import';

/** What an import works on. */
export interface RosterImportRequest {
  /** A zip file on this machine. */
  path: string;
  /** What people call it. */
  name: string;
  /** The file is ours to remove when the import is over. */
  isTemporary: boolean;
  dryRun: boolean;
  confirmed: boolean;
  /** User id; null for a command at the terminal. */
  requestedBy: string | null;
}

interface ImportInput {
  path: string;
  isTemporary: boolean;
}

/** Imports of rosters as operations, one at a time. */
@Injectable()
export class RosterImportsService implements OperationHandler, OnModuleInit {
  readonly isExclusive = true;

  constructor(
    private readonly runner: OperationRunner,
    private readonly rosterImport: RosterImport,
    private readonly uploads: RosterUploads,
  ) {}

  onModuleInit(): void {
    this.runner.register(ROSTER_IMPORT, this);
  }

  /** Throws OperationRunningError while another import runs; the file is whoever's asked for it then. */
  async start(request: RosterImportRequest): Promise<OperationRecord> {
    const { path, name, isTemporary, dryRun, confirmed, requestedBy } = request;
    const input: ImportInput = { path, isTemporary };
    return this.runner.start({
      ...{ kind: ROSTER_IMPORT, subject: name, requestedBy, input },
      isDryRun: dryRun,
      isConfirmed: confirmed,
    });
  }

  async run(task: OperationTask): Promise<'done' | 'needs_confirmation'> {
    const input = task.operation.input as ImportInput;
    let isWaiting = false;
    try {
      await access(input.path).catch(() => {
        throw new UploadGoneError();
      });
      const outcome = await this.rosterImport.run(task, input.path);
      isWaiting = outcome === 'needs_confirmation';
      return outcome;
    } finally {
      if (!isWaiting) await this.discardInput(input);
    }
  }

  async discard({ input }: OperationRecord): Promise<void> {
    await this.discardInput(input as ImportInput);
  }

  private async discardInput({ path, isTemporary }: ImportInput): Promise<void> {
    if (isTemporary) await this.uploads.remove(path);
  }
}
