import type { Multipart } from '@fastify/multipart';
import { Injectable } from '@nestjs/common';
import { newId } from '../../../../shared/database/ids';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { sentences as httpSentences } from '../../../../shared/http/http.sentences';
import { unknownField } from '../../../../shared/http/request-shape';
import { storeWhole } from '../../../../shared/http/sent-file';
import { invalidRequest } from '../../../../shared/http/validation';
import { OperationInputs, type StoredInput } from '../../../../shared/operations/operation-inputs';
import { TEXT_ENCODINGS, type TextEncoding } from '../../../../shared/text/encodings';
import { QuestionFileTooLargeError } from '../formats.errors';
import { sentences } from '../formats.sentences';
import { READ_FORMATS } from '../registry';

/** Some 100,000 questions, or fewer with pictures. The text is kept in memory while it is imported. */
export const MOST_MEGABYTES = 50;
const MOST_BYTES = MOST_MEGABYTES * 1024 * 1024;

/** An uploaded file of questions with the options of its import. */
export interface QuestionUpload extends StoredInput {
  /** The id of the operation that will import it. Its content is stored under this id. */
  operationId: string;
  /** The file name from the sender. */
  name: string;
  format: string;
  /** As declared. */
  encoding?: TextEncoding;
  dryRun: boolean;
  confirmed: boolean;
}

type Options = Omit<QuestionUpload, keyof StoredInput | 'operationId'>;

/** Receives files of questions. It stores no part of an upload that is incomplete, too large or invalid. */
@Injectable()
export class QuestionUploads {
  constructor(private readonly inputs: OperationInputs) {}

  /**
   * Reads the parts of a form in any order, and stores its file while it arrives.
   *
   * @throws QuestionFileTooLargeError, or InvalidError (422) for a form that QuestionImportForm does not describe
   */
  async receive(parts: AsyncIterable<Multipart>): Promise<QuestionUpload> {
    const operationId = newId();
    const options: Options = { name: '', format: '', dryRun: false, confirmed: false };
    const faults: FieldError[] = [];
    let stored: StoredInput | undefined;
    try {
      for await (const part of parts) {
        if (part.type === 'file' && part.fieldname === 'file' && !stored) {
          options.name = part.filename;
          stored = await storeWhole(part.file, tooLarge(), (content) =>
            this.inputs.store(operationId, withinLimit(content)),
          );
        } else if (part.type === 'file') {
          part.file.resume();
          faults.push(unknownField(part.fieldname));
        } else faults.push(...readOption(options, part.fieldname, String(part.value)));
      }
      if (!stored) faults.push(fault('file', 'isNotEmpty', sentences.fileRequired({ field: 'file' })));
      if (options.format === '' && !faults.some(({ field }) => field === 'format'))
        faults.push(formatFault());
      if (!stored || faults.length > 0) throw invalidRequest(faults);
      return { operationId, ...stored, ...options };
    } catch (error) {
      if (stored) await this.inputs.remove(operationId);
      throw error;
    }
  }

  /** Removes an upload that will not be imported. */
  async discard({ operationId }: QuestionUpload): Promise<void> {
    await this.inputs.remove(operationId);
  }
}

function tooLarge(): QuestionFileTooLargeError {
  return new QuestionFileTooLargeError(MOST_MEGABYTES);
}

/** The content, which is given up as soon as more than the limit has come. */
async function* withinLimit(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw tooLarge();
    yield piece;
  }
}

/** Takes an option of the form, or says what is wrong with it. */
function readOption(options: Options, field: string, value: string): FieldError[] {
  if (field === 'format') {
    if (!READ_FORMATS.includes(value)) return [formatFault()];
    options.format = value;
  } else if (field === 'encoding') {
    const encoding = TEXT_ENCODINGS.find((known) => known === value.toLowerCase());
    if (value !== '' && !encoding) {
      const encodings = TEXT_ENCODINGS.join(', ');
      return [fault(field, 'isIn', sentences.encodingNeeded({ field, encodings }))];
    }
    options.encoding = encoding;
  } else if (field === 'dryRun' || field === 'confirmed') {
    if (!['true', 'false', ''].includes(value))
      return [fault(field, 'isBoolean', httpSentences.mustBeBoolean({ field }))];
    options[field] = value === 'true';
  } else return [unknownField(field)];
  return [];
}

function formatFault(): FieldError {
  return fault(
    'format',
    'isIn',
    sentences.formatNeeded({ field: 'format', formats: READ_FORMATS.join(', ') }),
  );
}

function fault(field: string, rule: string, message: FieldError['message']): FieldError {
  return { field, rule, message };
}
