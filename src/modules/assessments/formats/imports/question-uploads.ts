import type { Multipart } from '@fastify/multipart';
import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { OperationInputs } from '../../../../shared/operations/operation-inputs';
import {
  type NamedInput,
  receiveInput,
  takeEncoding,
  takeFlag,
} from '../../../../shared/operations/received-input';
import type { TextEncoding } from '../../../../shared/text/encodings';
import { QuestionFileTooLargeError } from '../formats.errors';
import { sentences } from '../formats.sentences';
import { READ_FORMATS } from '../registry';

/** Some 100,000 questions, or fewer with pictures. The text is kept in memory while it is imported. */
export const MOST_MEGABYTES = 50;
const MOST_BYTES = MOST_MEGABYTES * 1024 * 1024;

interface Options {
  format: string;
  /** As declared. */
  encoding?: TextEncoding;
  dryRun: boolean;
  confirmed: boolean;
}

/** An uploaded file of questions with the options of its import. */
export type QuestionUpload = NamedInput & Options;

/** Receives files of questions. It stores no part of an upload that is incomplete, too large or invalid. */
@Injectable()
export class QuestionUploads {
  constructor(private readonly inputs: OperationInputs) {}

  /** Throws QuestionFileTooLargeError, and InvalidError (422) for a form that QuestionImportForm does not describe. */
  async receive(parts: AsyncIterable<Multipart>): Promise<QuestionUpload> {
    const options: Options = { format: '', dryRun: false, confirmed: false };
    let isFormatNamed = false;
    const received = await receiveInput(this.inputs, parts, {
      mostBytes: MOST_BYTES,
      tooLarge: () => new QuestionFileTooLargeError(MOST_MEGABYTES),
      fileRequired: sentences.fileRequired({ field: 'file' }),
      take: (field, value) => {
        isFormatNamed ||= field === 'format';
        return takeOption(options, field, value);
      },
      missing: () => (isFormatNamed ? [] : [formatFault()]),
    });
    return { ...received, ...options };
  }

  /** Removes an upload that will not be imported. */
  async discard({ operationId }: QuestionUpload): Promise<void> {
    await this.inputs.remove(operationId);
  }
}

function takeOption(options: Options, field: string, value: string): FieldError[] | undefined {
  switch (field) {
    case 'dryRun':
    case 'confirmed':
      return takeFlag(field, value, (flag) => (options[field] = flag));
    case 'format':
      if (!READ_FORMATS.includes(value)) return [formatFault()];
      options.format = value;
      return [];
    case 'encoding':
      return takeEncoding(field, value, (encoding) => (options.encoding = encoding));
    default:
      return undefined;
  }
}

function formatFault(): FieldError {
  const [field, formats] = ['format', READ_FORMATS.join(', ')];
  return { field, rule: 'isIn', message: sentences.formatNeeded({ field, formats }) };
}
