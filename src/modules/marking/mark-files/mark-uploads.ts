import type { Multipart } from '@fastify/multipart';
import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../../shared/errors/domain-error';
import { OperationInputs } from '../../../shared/operations/operation-inputs';
import {
  type NamedInput,
  receiveInput,
  takeEncoding,
  takeFlag,
} from '../../../shared/operations/received-input';
import type { TextEncoding } from '../../../shared/text/encodings';
import { MarkFileTooLargeError } from './mark-files.errors';
import { sentences } from './mark-files.sentences';

/** Some 10,000 lines with their answers. The text is kept in memory while it is imported. */
export const MOST_MEGABYTES = 20;
const MOST_BYTES = MOST_MEGABYTES * 1024 * 1024;

interface Options {
  /** As declared. */
  encoding?: TextEncoding;
  dryRun: boolean;
  confirmed: boolean;
  overwrite: boolean;
}

/** An uploaded file of marks with the options of its import. */
export type MarkUpload = NamedInput & Options;

/** Receives files of marks. It stores no part of an upload that is incomplete, too large or invalid. */
@Injectable()
export class MarkUploads {
  constructor(private readonly inputs: OperationInputs) {}

  /** Throws MarkFileTooLargeError, and InvalidError (422) for a form that MarkImportForm does not describe. */
  async receive(parts: AsyncIterable<Multipart>): Promise<MarkUpload> {
    const options: Options = { dryRun: false, confirmed: false, overwrite: false };
    const received = await receiveInput(this.inputs, parts, {
      mostBytes: MOST_BYTES,
      tooLarge: () => new MarkFileTooLargeError(MOST_MEGABYTES),
      fileRequired: sentences.fileRequired({ field: 'file' }),
      take: (field, value) => takeOption(options, field, value),
    });
    return { ...received, ...options };
  }

  /** Removes an upload that will not be imported. */
  async discard({ operationId }: MarkUpload): Promise<void> {
    await this.inputs.remove(operationId);
  }
}

function takeOption(options: Options, field: string, value: string): FieldError[] | undefined {
  if (field === 'dryRun' || field === 'confirmed' || field === 'overwrite')
    return takeFlag(field, value, (flag) => (options[field] = flag));
  return field === 'encoding'
    ? takeEncoding(field, value, (encoding) => (options.encoding = encoding))
    : undefined;
}
