import { ApiProperty } from '@nestjs/swagger';

/** Who made something. */
export class AuthorResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Maria' })
  givenName: string;

  @ApiProperty({ example: 'Santos' })
  familyName: string;
}
