import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { type ValidationError, validateSync } from 'class-validator';
import { type FieldError, InvalidError } from '../errors/domain-error';
import type { Sentence } from '../sentences/sentence';
import type { FieldSentence } from './field-sentences';
import { sentences } from './http.sentences';
import { isJsonObject, type RequestClass, RequestShape } from './request-shape';
import { findRulesOnce } from './rules-of-class';

findRulesOnce();

/** More are counted only: the answer would be larger than the request. */
const MOST_FAULTS = 50;

/** The types that Nest reports for parameters that have no class of ours. */
const PLAIN_TYPES: ReadonlySet<unknown> = new Set([
  undefined,
  String,
  Number,
  Boolean,
  Array,
  Object,
  Buffer,
  Date,
]);

/**
 * Strict bodies and queries: an unknown field is an error that names it, whatever its name; where an object is expected,
 * nothing else is accepted; and all faults are reported at once.
 */
@Injectable()
export class StrictValidation implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (PLAIN_TYPES.has(metatype) || type === 'custom') return value;
    // A request without a body is one whose fields are all missing.
    const sent = value === undefined ? {} : value;
    if (!isJsonObject(sent))
      throw invalidRequest([
        { field: type, rule: 'isObject', message: sentences.mustBeObject({ field: type }) },
      ]);
    const { read, faults } = readAs(metatype as RequestClass, sent);
    if (faults.length > 0) throw invalidRequest(type === 'query' ? faults.map(asParameter) : faults);
    return read;
  }
}

/**
 * An instance of a class of requests, made of what was sent, and every fault of it; only without faults is it truly
 * one. For a part of a request whose class depends on another part, `path` is where it stands.
 */
export function readAs<T extends object>(
  type: new () => T,
  sent: object,
  path = '',
): { read: T; faults: FieldError[] } {
  const shape = RequestShape.of(type);
  const misshapen: FieldError[] = [];
  const read = shape.read(sent, path, misshapen) as T;
  return { read, faults: [...misshapen, ...ruleFaults(shape, read, misshapen, path)] };
}

export function invalidRequest(fields: FieldError[]): InvalidError {
  const shown = fields.slice(0, MOST_FAULTS);
  const detail = sentences.invalidRequest({
    count: fields.length,
    faults: shown.map(({ message }) => message),
    more: fields.length - shown.length,
  });
  return new InvalidError('request.invalid', detail, shown);
}

/** In a query, fields are called parameters. */
function asParameter(fault: FieldError): FieldError {
  const { field, rule } = fault;
  return rule === 'unknownField' ? { ...fault, message: sentences.unknownParameter({ field }) } : fault;
}

/** The faults that class-validator finds, except in fields that have the wrong shape anyway. */
function ruleFaults(
  { hasFields }: RequestShape,
  instance: object,
  misshapen: FieldError[],
  path: string,
): FieldError[] {
  if (!hasFields) return [];
  const known = new Set(misshapen.map(({ field }) => field));
  return validateSync(instance, { validationError: { target: false } })
    .flatMap((error) => fieldErrors(error, path))
    .filter(({ field }) => !known.has(field));
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const isIndex = /^\d+$/.test(error.property);
  const field =
    parent === '' ? error.property : isIndex ? `${parent}[${error.property}]` : `${parent}.${error.property}`;
  const sentenceOf = (rule: string): Sentence | undefined =>
    ((error.contexts?.[rule] ?? {}) as { sentence?: FieldSentence }).sentence?.(field, error.value);
  // Every rule of a missing field fails, but there is one thing to do.
  if (error.value === undefined && error.constraints)
    return [{ field, rule: 'required', message: sentenceOf('isDefined') ?? sentences.required({ field }) }];
  const own = Object.keys(error.constraints ?? {}).map((rule) => ({
    field,
    rule,
    message: sentenceOf(rule) ?? sentences.invalid({ field }),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}
