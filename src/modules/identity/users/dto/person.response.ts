import { ApiProperty } from '@nestjs/swagger';
import { namesSeenBy, type Viewer } from '../person-view';
import type { Account } from '../user.entity';

/** A person who can be enrolled. */
export class PersonResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000000' })
  id: string;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null if it is an email address that you may not see.',
    example: 'amara.nwachukwu',
  })
  username: string | null;
}

export function toPersonResponse(account: Account, viewer: Viewer): PersonResponse {
  const { id, givenName, familyName } = account;
  return { id, givenName, familyName, username: namesSeenBy(viewer, account).username };
}
