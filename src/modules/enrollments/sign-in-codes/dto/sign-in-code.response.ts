import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { CODE_REFUSALS, type CodeRefusal } from '../../../identity';

namedEnum('SignInCodeRefusal', CODE_REFUSALS);

class CodeHolderResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000000' })
  userId: string;

  @ApiProperty({ example: 'Tim' })
  givenName: string;

  @ApiProperty({ example: 'Berg' })
  familyName: string;
}

/** A code that was issued. It is told here, and never again. */
export class IssuedCodeResponse extends CodeHolderResponse {
  @ApiProperty({ description: 'With which they sign in.', example: 'tim.berg' })
  username: string;

  @ApiProperty({ description: 'In groups, as it is read best.', example: 'K7M-PQ4-TX9' })
  code: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-03T09:00:00.000Z' })
  expiresAt: Date;
}

/** A learner who got no code. */
export class RefusedCodeResponse extends CodeHolderResponse {
  @ApiProperty({
    enum: CODE_REFUSALS,
    description:
      '`has_email`: they get a new password by mail; `not_a_learner`: they teach or administer somewhere; `suspended`: the account is.',
    example: 'has_email',
  })
  because: CodeRefusal;
}

export class IssuedCodesResponse {
  @ApiProperty({ type: [IssuedCodeResponse], description: 'In the order of their names.' })
  data: IssuedCodeResponse[];

  @ApiProperty({ type: [RefusedCodeResponse], description: 'Who got none, and why.' })
  refused: RefusedCodeResponse[];
}
