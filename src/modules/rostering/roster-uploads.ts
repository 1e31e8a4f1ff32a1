import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Multipart } from '@fastify/multipart';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { newId } from '../../shared/database/ids';
import type { FieldError } from '../../shared/errors/domain-error';
import { sentences as httpSentences } from '../../shared/http/http.sentences';
import { unknownField } from '../../shared/http/request-shape';
import { storeWhole } from '../../shared/http/sent-file';
import { invalidRequest } from '../../shared/http/validation';
import { OperationInputs, type StoredInput } from '../../shared/operations/operation-inputs';
import { UploadTooLargeError } from './rostering.errors';
import { sentences } from './rostering.sentences';

const FLAGS: Record<string, boolean> = { true: true, false: false, '': false };

/** An uploaded bundle with the options of its import. */
export interface RosterUpload extends StoredInput {
  /** The id of the operation that will import it. Its content is stored under this id. */
  operationId: string;
  /** The file name from the sender. */
  name: string;
  dryRun: boolean;
  confirmed: boolean;
}

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

  /**
   * Reads the parts of a form in any order, and stores its file while it arrives.
   *
   * @throws UploadTooLargeError, or InvalidError (422) for a form with parts that RosterImportForm does not have.
   */
  async receive(parts: AsyncIterable<Multipart>): Promise<RosterUpload> {
    const operationId = newId();
    let isStored = false;
    const store = async (content: AsyncIterable<Buffer>): Promise<StoredInput> => {
      const stored = await this.inputs.store(operationId, content);
      isStored = true;
      return stored;
    };
    try {
      return await this.read(parts, operationId, store);
    } catch (error) {
      if (isStored) await this.inputs.remove(operationId);
      throw error;
    }
  }

  /** Removes an upload that will not be imported. */
  async discard({ operationId }: RosterUpload): Promise<void> {
    await this.inputs.remove(operationId);
  }

  private async read(
    parts: AsyncIterable<Multipart>,
    operationId: string,
    store: (content: AsyncIterable<Buffer>) => Promise<StoredInput>,
  ): Promise<RosterUpload> {
    const fields = { name: '', dryRun: false, confirmed: false };
    const faults: FieldError[] = [];
    let stored: StoredInput | undefined;
    for await (const part of parts) {
      const { fieldname } = part;
      if (part.type === 'file') {
        if (fieldname === 'file') {
          const tooLarge = new UploadTooLargeError(this.settings.uploadLimitMegabytes);
          stored = await storeWhole(part.file, tooLarge, store);
          fields.name = part.filename;
        } else {
          part.file.resume();
          faults.push(unknownField(fieldname));
        }
      } else if (fieldname === 'dryRun' || fieldname === 'confirmed') {
        const flag = FLAGS[String(part.value)];
        if (flag === undefined)
          faults.push({
            field: fieldname,
            rule: 'isBoolean',
            message: httpSentences.mustBeBoolean({ field: fieldname }),
          });
        else fields[fieldname] = flag;
      } else {
        faults.push(unknownField(fieldname));
      }
    }
    if (!stored && faults.length === 0)
      faults.push({ field: 'file', rule: 'isNotEmpty', message: sentences.fileRequired({ field: 'file' }) });
    if (!stored || faults.length > 0) throw invalidRequest(faults);
    return { operationId, ...stored, ...fields };
  }
}
