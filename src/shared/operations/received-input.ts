import type { Multipart } from '@fastify/multipart';
import { newId } from '../database/ids';
import type { FieldError } from '../errors/domain-error';
import { sentences } from '../http/http.sentences';
import { unknownField } from '../http/request-shape';
import { storeWhole } from '../http/sent-file';
import { invalidRequest } from '../http/validation';
import type { Sentence } from '../sentences/sentence';
import { TEXT_ENCODINGS, type TextEncoding } from '../text/encodings';
import type { OperationInputs, ReceivedInput, StoredInput } from './operation-inputs';

/** A form with a file, `file`, that an operation is to work on. */
export interface InputForm {
  /** Of the file; undefined where the form's own limit is meant. */
  mostBytes?: number;
  tooLarge: () => Error;
  /** What is said of a form without a file. */
  fileRequired: Sentence;
  /** Takes another field of the form, or says what is wrong with it; undefined for a field that the form does not have. */
  take: (field: string, value: string) => FieldError[] | undefined;
  /** What is wrong with the form once all of it is read. */
  missing?: () => FieldError[];
}

/** An input with the name that its sender's file has. */
export type NamedInput = ReceivedInput & { name: string };

/**
 * Reads the parts of a form in any order, and stores its file while it arrives. Nothing stays stored of a form that is incomplete, too
 * large or invalid.
 *
 * @throws what `tooLarge` makes, or InvalidError (422), which names all that is wrong with the form
 */
export async function receiveInput(
  inputs: OperationInputs,
  parts: AsyncIterable<Multipart>,
  form: InputForm,
): Promise<NamedInput> {
  const operationId = newId();
  const faults: FieldError[] = [];
  let name = '';
  let stored: StoredInput | undefined;
  try {
    for await (const part of parts) {
      if (part.type !== 'file') {
        const { fieldname } = part;
        faults.push(...(form.take(fieldname, String(part.value)) ?? [unknownField(fieldname)]));
      } else if (part.fieldname === 'file' && !stored) {
        name = part.filename;
        stored = await storeWhole(part.file, form.tooLarge(), (content) =>
          inputs.store(operationId, withinLimit(content, form)),
        );
      } else {
        part.file.resume();
        faults.push(unknownField(part.fieldname));
      }
    }
    if (!stored) faults.push({ field: 'file', rule: 'isNotEmpty', message: form.fileRequired });
    faults.push(...(form.missing?.() ?? []));
    if (!stored || faults.length > 0) throw invalidRequest(faults);
    return { operationId, ...stored, name };
  } catch (error) {
    if (stored) await inputs.remove(operationId);
    throw error;
  }
}

/** Reads a yes or no of a form, in which nothing stands for no, and hands it on; or says what is wrong with it. */
export function takeFlag(field: string, value: string, take: (flag: boolean) => void): FieldError[] {
  if (!['true', 'false', ''].includes(value))
    return [{ field, rule: 'isBoolean', message: sentences.mustBeBoolean({ field }) }];
  take(value === 'true');
  return [];
}

/** Reads the name of the encoding of a file, in any case, in which nothing stands for none, and hands it on; or says what is wrong with it. */
export function takeEncoding(
  field: string,
  value: string,
  take: (encoding: TextEncoding) => void,
): FieldError[] {
  const encoding = TEXT_ENCODINGS.find((known) => known === value.toLowerCase());
  if (encoding) take(encoding);
  else if (value !== '')
    return [
      { field, rule: 'isIn', message: sentences.mustBeOneOf({ field, values: TEXT_ENCODINGS.join(', ') }) },
    ];
  return [];
}

/** The content, which is given up as soon as more than the limit has come. */
async function* withinLimit(
  content: AsyncIterable<Buffer>,
  { mostBytes = Infinity, tooLarge }: InputForm,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (bytes > mostBytes) throw tooLarge();
    yield piece;
  }
}
