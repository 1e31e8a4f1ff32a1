import { ApiProperty } from '@nestjs/swagger';
import type { PersonName } from '../users.repository';

/** Somebody who can be enrolled. */
export class PersonResponse {
  @ApiProperty({ example: '01990000-0000-7000-8000-000000000000' })
  id: string;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;

  @ApiProperty({ example: 'amara.nwachukwu' })
  username: string;

  static of({ id, givenName, familyName, username }: PersonName): PersonResponse {
    return { id, givenName, familyName, username };
  }
}
