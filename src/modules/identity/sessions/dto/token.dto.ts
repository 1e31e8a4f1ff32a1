import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, ValidateIf } from 'class-validator';
import { Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';

const GRANT_TYPES = ['password', 'refresh_token'] as const;
namedEnum('GrantType', GRANT_TYPES);
const isGrant =
  (grant: (typeof GRANT_TYPES)[number]) =>
  (body: TokenDto): boolean =>
    body.grant_type === grant;

/** OAuth 2 names its fields in snake case (RFC 6749 §4.3.2 and §6). */
export class TokenDto {
  @ApiProperty({ enum: GRANT_TYPES, example: 'password' })
  @IsIn(GRANT_TYPES)
  grant_type: (typeof GRANT_TYPES)[number];

  @ApiPropertyOptional({
    description: 'For `password`: username or email address.',
    maxLength: 255,
    example: 'amara.nwachukwu',
  })
  @ValidateIf(isGrant('password'))
  @Text('line', { max: 255 })
  username?: string;

  @ApiPropertyOptional({ description: 'For `password`.', maxLength: 200, example: 'stoa-demo-2026' })
  @ValidateIf(isGrant('password'))
  @Text('secret', { max: 200 })
  password?: string;

  @ApiPropertyOptional({
    description: 'For `refresh_token`: the token of the latest response. Good for one use.',
  })
  @ValidateIf(isGrant('refresh_token'))
  @Text('secret', { max: 200 })
  refresh_token?: string;

  @ApiPropertyOptional({ description: 'Ignored: there are no scopes.' })
  @IsOptional()
  @IsString()
  scope?: string;

  @ApiPropertyOptional({ description: 'Ignored: clients need no registration.' })
  @IsOptional()
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({ description: 'Ignored.' })
  @IsOptional()
  @IsString()
  client_secret?: string;
}
