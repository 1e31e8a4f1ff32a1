import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { type FieldError, InvalidError } from '../errors/domain-error';

/** Strict bodies and queries: an unknown field is an error that names it, and every fault is told at once. */
export function strictValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) => invalidRequest(errors.flatMap((error) => fieldErrors(error))),
  });
}

export function invalidRequest(fields: FieldError[]): InvalidError {
  const count = fields.length === 1 ? '1 fault' : `${fields.length} faults`;
  return new InvalidError(
    'request.invalid',
    `The request has ${count}: ${fields.map((field) => field.message).join('; ')}.`,
    fields,
  );
}

function fieldErrors(error: ValidationError, parent = ''): FieldError[] {
  const isIndex = /^\d+$/.test(error.property);
  const field =
    parent === '' ? error.property : isIndex ? `${parent}[${error.property}]` : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    field,
    rule: rule === 'whitelistValidation' ? 'unknownField' : rule,
    message: rule === 'whitelistValidation' ? `${field} is not a field of this request` : message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}
