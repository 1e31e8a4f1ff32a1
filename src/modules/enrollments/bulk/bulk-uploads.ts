import { Readable } from 'node:stream';
import type { Multipart } from '@fastify/multipart';
import { Injectable } from '@nestjs/common';
import { newId } from '../../../shared/database/ids';
import type { FieldError } from '../../../shared/errors/domain-error';
import { sentences as fieldSentences } from '../../../shared/http/http.sentences';
import { OperationInputs, type ReceivedInput } from '../../../shared/operations/operation-inputs';
import {
  type NamedInput,
  receiveInput,
  takeEncoding,
  takeFlag,
} from '../../../shared/operations/received-input';
import { machineLines } from '../../../shared/text/csv-lines';
import type { TextEncoding } from '../../../shared/text/encodings';
import { EnrollmentSheetTooLargeError } from './bulk.errors';
import { sentences } from './bulk.sentences';
import { LONGEST_REASON, type NewRowDto } from './dto/bulk-change.dto';
import { COLUMNS, NO_DAY } from './row-cells';

/** More than a million rows. */
export const MOST_MEGABYTES = 100;
const MOST_BYTES = MOST_MEGABYTES * 1024 * 1024;
const FLAGS = ['dryRun', 'exceedsCapacity'] as const;

export type BulkOptions = Record<(typeof FLAGS)[number], boolean> & { reason?: string };

/** An uploaded file with the options of its form. */
export type BulkUpload = NamedInput & BulkOptions & { encoding?: TextEncoding };

/** Stores the rows of bulk changes until they are done. */
@Injectable()
export class BulkUploads {
  constructor(private readonly inputs: OperationInputs) {}

  /** Throws EnrollmentSheetTooLargeError, and InvalidError (422) for a form that EnrollmentImportForm does not describe. */
  async receive(parts: AsyncIterable<Multipart>): Promise<BulkUpload> {
    const options: BulkOptions & { encoding?: TextEncoding } = { dryRun: false, exceedsCapacity: false };
    const received = await receiveInput(this.inputs, parts, {
      mostBytes: MOST_BYTES,
      tooLarge: () => new EnrollmentSheetTooLargeError(MOST_MEGABYTES),
      fileRequired: sentences.fileRequired({ field: 'file' }),
      take: (field, value) => takeOption(options, field, value),
    });
    return { ...received, ...options };
  }

  /** Rows of a request, as a file of our own. */
  async store(rows: readonly NewRowDto[]): Promise<ReceivedInput> {
    const operationId = newId();
    const lines = rows.map((row) => COLUMNS.map((column) => cellOf(row, column)));
    const text = machineLines([[...COLUMNS], ...lines]);
    const stored = await this.inputs.store(operationId, Readable.from([Buffer.from(text)]));
    return { operationId, ...stored };
  }

  /** Removes what no operation will work on. */
  async discard({ operationId }: ReceivedInput): Promise<void> {
    await this.inputs.remove(operationId);
  }
}

function cellOf(row: NewRowDto, column: (typeof COLUMNS)[number]): string {
  if (column === 'endDate' && row.endDate === null) return NO_DAY;
  return row[column] ?? '';
}

function takeOption(
  options: BulkOptions & { encoding?: TextEncoding },
  field: string,
  value: string,
): FieldError[] | undefined {
  const flag = FLAGS.find((name) => name === field);
  if (flag) return takeFlag(field, value, (isSet) => (options[flag] = isSet));
  if (field === 'encoding') return takeEncoding(field, value, (encoding) => (options.encoding = encoding));
  if (field !== 'reason') return undefined;
  if (value.length > LONGEST_REASON)
    return [
      { field, rule: 'maxLength', message: fieldSentences.atMostCharacters({ field, most: LONGEST_REASON }) },
    ];
  if (value.trim() !== '') options.reason = value.trim();
  return [];
}
