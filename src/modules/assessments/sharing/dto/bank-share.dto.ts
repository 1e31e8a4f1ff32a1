import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { SHARE_ACCESSES, type ShareAccess } from '../bank-share.entity';
import { MOST_SHARES, type ShareWithCourse } from '../bank-shares.repository';

namedEnum('ShareAccess', SHARE_ACCESSES);

const ACCESS = {
  enum: SHARE_ACCESSES,
  example: 'use',
  description:
    '`use`: its staff read the questions and ask them in their quizzes. `edit`: they change them as well.',
} as const;

export class ShareBankDto {
  @ApiProperty(ACCESS)
  @IsIn(SHARE_ACCESSES)
  access: ShareAccess;
}

/** That the bank of one course is there for the staff of another. */
export class BankShareResponse {
  @ApiProperty({ format: 'uuid', description: 'Of questions: what lists and draws name to have this one.' })
  bankId: string;

  @ApiProperty({ format: 'uuid', description: 'The other course: that it is shared with, or that it is of.' })
  courseId: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'STAT-201',
    description: 'Of the other course; null where the caller may not know of it.',
  })
  code: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Statistics II',
    description: 'Of the other course; null where the caller may not know of it.',
  })
  title: string | null;

  @ApiProperty(ACCESS)
  access: ShareAccess;

  @ApiProperty({ type: String, format: 'date-time', example: '2026-03-09T10:04:12.000Z' })
  sharedAt: Date;
}

export class BankSharesResponse {
  @ApiProperty({
    type: [BankShareResponse],
    maxItems: MOST_SHARES,
    description: 'The courses that the bank of this one is shared with.',
  })
  given: BankShareResponse[];

  @ApiProperty({
    type: [BankShareResponse],
    maxItems: MOST_SHARES,
    description: 'The banks that are shared with this course.',
  })
  received: BankShareResponse[];
}

/** @param isKnown whether the caller may know of the other course */
export function toBankShareResponse(
  { bankId, courseId, code, title, access, sharedAt }: ShareWithCourse,
  isKnown: boolean,
): BankShareResponse {
  return {
    ...{ bankId, courseId, code: isKnown ? code : null, title: isKnown ? title : null },
    ...{ access, sharedAt },
  };
}
