import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { CursorQuery } from '../../../../shared/http/pagination';
import { COURSE_ROLES, type CourseRole } from '../../../courses';
import { isEmailAddress } from '../../../identity';
import {
  INVITATION_DAYS,
  INVITATION_STATES,
  type InvitationState,
  LONGEST_INVITATION_DAYS,
} from '../invitation-rules';
import { sentences } from '../invitations.sentences';

const ANSWERS = ['accepted', 'declined'] as const;
export type InvitationAnswer = (typeof ANSWERS)[number];
namedEnum('EnrollmentInvitationState', INVITATION_STATES);
namedEnum('EnrollmentInvitationAnswer', ANSWERS);

/** Who is invited, by one of `userId`, `username` and `email`, and as what. */
export class InviteDto {
  @ApiPropertyOptional({ format: 'uuid' })
  @MayBeLeftOut()
  @IsId()
  userId?: string;

  @ApiPropertyOptional()
  @MayBeLeftOut()
  @Text('line', { max: 255 })
  username?: string;

  @ApiPropertyOptional({
    format: 'email',
    description: 'Of somebody who has an account, or has none yet.',
  })
  @ValidateIf(({ userId, username, email }: InviteDto) => email !== undefined || (!userId && !username))
  @Text('line', { max: 254 })
  @fieldRule(
    'isEmail',
    (value) => typeof value !== 'string' || isEmailAddress(value),
    (field) => sentences.mustBeAddress({ field }),
  )
  email?: string;

  @ApiProperty({ enum: COURSE_ROLES, example: 'learner' })
  @IsIn(COURSE_ROLES)
  role: CourseRole;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: LONGEST_INVITATION_DAYS,
    description: `For how many times 24 hours it holds; ${INVITATION_DAYS} if left out.`,
    example: INVITATION_DAYS,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(LONGEST_INVITATION_DAYS)
  days?: number;

  @ApiPropertyOptional({
    description: 'Invites a learner also where no seat is free and invitations hold one.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  exceedsCapacity?: boolean;
}

/** For OpenAPI. */
export const INVITE_EXAMPLES = {
  address: {
    summary: 'Whoever has an email address, as a learner',
    value: { email: 'newcomer@school.example', role: 'learner' },
  },
  account: {
    summary: 'An account, as an assistant, for a week',
    value: { username: 'marcus.achterberg', role: 'assistant', days: 7 },
  },
};

/** What the invited person says. Nothing is answered without a `state`. */
export class AnswerInvitationDto {
  @ApiPropertyOptional({ enum: ANSWERS })
  @MayBeLeftOut()
  @IsIn(ANSWERS)
  state?: InvitationAnswer;
}

/** What whoever holds the token of a mail says. */
export class AnswerWithTokenDto {
  @ApiProperty({ enum: ANSWERS, example: 'declined' })
  @IsIn(ANSWERS)
  state: InvitationAnswer;

  @ApiProperty({ description: 'From the mail.', example: 'm0nq1VYlHxSmTq6W1vN4zB0yqk1c3rXH0yW6iYb7QzE' })
  @Text('line', { max: 100 })
  token: string;
}

export class InvitationsQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: INVITATION_STATES })
  @IsOptional()
  @IsIn(INVITATION_STATES)
  state?: InvitationState;
}
