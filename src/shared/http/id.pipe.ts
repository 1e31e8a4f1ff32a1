import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../database/ids';
import { MalformedError } from '../errors/domain-error';

/** A path parameter that is an id. Anything else is a 400 that names the parameter. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string, { data }: ArgumentMetadata): string {
    if (isId(value)) return value.toLowerCase();
    const field = data ?? 'id';
    throw new MalformedError('request.invalid_id', `${field} must be a UUID.`, [
      {
        field,
        rule: 'isUuid',
        message: `${field} must be a UUID such as 01990000-0000-7000-8000-000000000000`,
      },
    ]);
  }
}
