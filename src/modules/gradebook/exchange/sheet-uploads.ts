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
import { SheetTooLargeError } from './exchange.errors';
import { sentences } from './exchange.sentences';

/** Some 20,000 learners with 100 line items. The text is kept in memory while it is imported. */
export const MOST_MEGABYTES = 20;
const MOST_BYTES = MOST_MEGABYTES * 1024 * 1024;
const FLAGS = ['dryRun', 'confirmed', 'overwrite', 'overrideQuizzes'] as const;

type Options = Record<(typeof FLAGS)[number], boolean> & {
  /** As declared. */
  encoding?: TextEncoding;
};

/** An uploaded sheet with the options of its import. */
export type SheetUpload = NamedInput & Options;

/** Receives sheets of scores. It stores no part of an upload that is incomplete, too large or invalid. */
@Injectable()
export class SheetUploads {
  constructor(private readonly inputs: OperationInputs) {}

  /** Throws SheetTooLargeError, and InvalidError (422) for a form that GradebookImportForm does not describe. */
  async receive(parts: AsyncIterable<Multipart>): Promise<SheetUpload> {
    const options: Options = { dryRun: false, confirmed: false, overwrite: false, overrideQuizzes: false };
    const received = await receiveInput(this.inputs, parts, {
      mostBytes: MOST_BYTES,
      tooLarge: () => new SheetTooLargeError(MOST_MEGABYTES),
      fileRequired: sentences.fileRequired({ field: 'file' }),
      take: (field, value) => takeOption(options, field, value),
    });
    return { ...received, ...options };
  }

  /** Removes an upload that will not be imported. */
  async discard({ operationId }: SheetUpload): Promise<void> {
    await this.inputs.remove(operationId);
  }
}

function takeOption(options: Options, field: string, value: string): FieldError[] | undefined {
  const flag = FLAGS.find((name) => name === field);
  if (flag) return takeFlag(field, value, (isSet) => (options[flag] = isSet));
  return field === 'encoding'
    ? takeEncoding(field, value, (encoding) => (options.encoding = encoding))
    : undefined;
}
