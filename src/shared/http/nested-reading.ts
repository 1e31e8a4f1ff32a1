import { DomainError, type FieldError, InvalidError } from '../errors/domain-error';
import { sentences } from './http.sentences';
import { isJsonObject } from './request-shape';
import { readAs } from './validation';

/*
 * Reads documents whose parts are of many classes, such as files that hold what requests say: every fault is told with its place in
 * the whole.
 */

/** An instance of the class; undefined where it has faults, which are added to the others. */
export function readPart<T extends object>(
  type: new () => T,
  sent: unknown,
  field: string,
  faults: FieldError[],
): T | undefined {
  if (!isJsonObject(sent)) {
    faults.push({ field, rule: 'isObject', message: sentences.mustBeObject({ field }) });
    return undefined;
  }
  const { read, faults: own } = readAs(type, sent, field);
  faults.push(...own);
  return own.length > 0 ? undefined : read;
}

/** What is read, or undefined where it is refused: the faults are added to the others, each with its place in the whole. */
export function readWithin<T>(field: string, faults: FieldError[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error instanceof InvalidError && error.fields.length > 0)
      faults.push(...error.fields.map((fault) => ({ ...fault, field: join(field, fault.field) })));
    else faults.push({ field, rule: error.code, message: error.detail });
    return undefined;
  }
}

function join(field: string, own: string): string {
  return field === '' ? own : `${field}.${own}`;
}
