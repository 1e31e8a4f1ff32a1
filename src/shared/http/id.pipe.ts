import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../database/ids';
import { MalformedError } from '../errors/domain-error';
import { sentences } from './http.sentences';

/** A path parameter that is an id. Anything else is a 400 that names the parameter. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string, { data }: ArgumentMetadata): string {
    if (isId(value)) return value.toLowerCase();
    throw invalidId(data ?? 'id');
  }
}

export function invalidId(field: string): MalformedError {
  return new MalformedError('request.invalid_id', sentences.invalidId({ field }), [
    { field, rule: 'isUuid', message: sentences.uuid({ field }) },
  ]);
}
