import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Multipart } from '@fastify/multipart';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { OperationInputs } from '../../shared/operations/operation-inputs';
import { type NamedInput, receiveInput, takeFlag } from '../../shared/operations/received-input';
import { UploadTooLargeError } from './rostering.errors';
import { sentences } from './rostering.sentences';

interface Options {
  dryRun: boolean;
  confirmed: boolean;
}

/** An uploaded bundle with the options of its import. */
export type RosterUpload = NamedInput & Options;

/** Receives bundles. It stores no part of an upload that is incomplete or invalid. */
@Injectable()
export class RosterUploads implements OnApplicationBootstrap {
  private readonly logger = new Logger(RosterUploads.name);

  constructor(
    private readonly inputs: OperationInputs,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Older versions kept bundles in this folder. They contain personal data that is no longer needed. */
  async onApplicationBootstrap(): Promise<void> {
    const folder = resolve(this.settings.dataDirectory, 'uploads');
    await rm(folder, { recursive: true, force: true }).catch((error: unknown) =>
      this.logger.warn({ err: error as Error, folder }, 'Old uploads could not be removed'),
    );
  }

  /** Throws UploadTooLargeError, and InvalidError (422) for a form with parts that RosterImportForm does not have. */
  async receive(parts: AsyncIterable<Multipart>): Promise<RosterUpload> {
    const options: Options = { dryRun: false, confirmed: false };
    const received = await receiveInput(this.inputs, parts, {
      tooLarge: () => new UploadTooLargeError(this.settings.uploadLimitMegabytes),
      fileRequired: sentences.fileRequired({ field: 'file' }),
      take: (field, value) =>
        field === 'dryRun' || field === 'confirmed'
          ? takeFlag(field, value, (flag) => (options[field] = flag))
          : undefined,
    });
    return { ...received, ...options };
  }

  /** Removes an upload that will not be imported. */
  async discard({ operationId }: RosterUpload): Promise<void> {
    await this.inputs.remove(operationId);
  }
}
