import { ApiProperty } from '@nestjs/swagger';
import type { SessionTokens } from '../sessions.service';

/** RFC 6749 §5.1. */
export class TokenResponse {
  @ApiProperty({
    description: 'Send as `Authorization: Bearer …`.',
    example: 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImRlbW8ifQ.e30.c2ln',
  })
  access_token: string;

  @ApiProperty({ enum: ['Bearer'] })
  token_type: 'Bearer';

  @ApiProperty({ description: 'Lifetime of the access token in seconds.', example: 900 })
  expires_in: number;

  @ApiProperty({
    description:
      'Good for one use; the response to it contains the next one. A use more than ten seconds after the first ends the session.',
    example: 'm0nq1VYlHxSmTq6W1vN4zB0yqk1c3rXH0yW6iYb7QzE',
  })
  refresh_token: string;

  @ApiProperty({ description: 'Always empty: there are no scopes.', example: '' })
  scope: '';
}

export function toTokenResponse({
  accessToken,
  expiresInSeconds,
  refreshToken,
}: SessionTokens): TokenResponse {
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    refresh_token: refreshToken,
    scope: '',
  };
}
