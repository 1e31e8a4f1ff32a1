import type { Multipart } from '@fastify/multipart';
import { Injectable } from '@nestjs/common';
import { newId } from '../../../shared/database/ids';
import type { FieldError } from '../../../shared/errors/domain-error';
import { sentences as httpSentences } from '../../../shared/http/http.sentences';
import { unknownField } from '../../../shared/http/request-shape';
import { storeWhole } from '../../../shared/http/sent-file';
import { invalidRequest } from '../../../shared/http/validation';
import { OperationInputs, type StoredInput } from '../../../shared/operations/operation-inputs';
import { TEXT_ENCODINGS, type TextEncoding } from '../../../shared/text/encodings';
import { MarkFileTooLargeError } from './mark-files.errors';
import { sentences } from './mark-files.sentences';

/** Some 10,000 lines with their answers. The text is kept in memory while it is imported. */
export const MOST_MEGABYTES = 20;
const MOST_BYTES = MOST_MEGABYTES * 1024 * 1024;

/** An uploaded file of marks with the options of its import. */
export interface MarkUpload extends StoredInput {
  /** The id of the operation that will import it. Its content is stored under this id. */
  operationId: string;
  /** The file name from the sender. */
  name: string;
  /** As declared. */
  encoding?: TextEncoding;
  dryRun: boolean;
  confirmed: boolean;
  overwrite: boolean;
}

type Options = Omit<MarkUpload, keyof StoredInput | 'operationId'>;

/** Receives files of marks. It stores no part of an upload that is incomplete, too large or invalid. */
@Injectable()
export class MarkUploads {
  constructor(private readonly inputs: OperationInputs) {}

  /** Throws MarkFileTooLargeError, and InvalidError (422) for a form that MarkImportForm does not describe. */
  async receive(parts: AsyncIterable<Multipart>): Promise<MarkUpload> {
    const operationId = newId();
    const options: Options = { name: '', dryRun: false, confirmed: false, overwrite: false };
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
      const message = sentences.fileRequired({ field: 'file' });
      if (!stored) faults.push({ field: 'file', rule: 'isNotEmpty', message });
      if (!stored || faults.length > 0) throw invalidRequest(faults);
      return { operationId, ...stored, ...options };
    } catch (error) {
      if (stored) await this.inputs.remove(operationId);
      throw error;
    }
  }

  /** Removes an upload that will not be imported. */
  async discard({ operationId }: MarkUpload): Promise<void> {
    await this.inputs.remove(operationId);
  }
}

function tooLarge(): MarkFileTooLargeError {
  return new MarkFileTooLargeError(MOST_MEGABYTES);
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
  if (field === 'encoding') {
    const encoding = TEXT_ENCODINGS.find((known) => known === value.toLowerCase());
    const encodings = TEXT_ENCODINGS.join(', ');
    if (value !== '' && !encoding)
      return [{ field, rule: 'isIn', message: sentences.encodingNeeded({ field, encodings }) }];
    if (encoding) options.encoding = encoding;
  } else if (field === 'dryRun' || field === 'confirmed' || field === 'overwrite') {
    if (!['true', 'false', ''].includes(value))
      return [{ field, rule: 'isBoolean', message: httpSentences.mustBeBoolean({ field }) }];
    options[field] = value === 'true';
  } else return [unknownField(field)];
  return [];
}
