import type { FieldError } from '../../../../shared/errors/domain-error';

export function fault(field: string, rule: string, message: FieldError['message']): FieldError {
  return { field, rule, message };
}

/** A value from outside, short enough to be quoted in a message. */
export function excerpt(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
  return text.length <= 40 ? text : `${text.slice(0, 39).toWellFormed()}…`;
}
