import { ApiProperty } from '@nestjs/swagger';
import type { Language } from '../../../../shared/sentences/sentence';
import { say } from '../../../../shared/sentences/say';
import { adviceOn } from './check-advice';
import { CHECK_CODES, CHECK_WAYS, type CheckCode, type CheckWay } from './check-codes';
import type { Findings } from './content-check';

export class ContentFinding {
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null where it is the course itself.',
    example: '01990000-0000-7000-8000-00000000ac01',
  })
  activityId: string | null;

  @ApiProperty({ description: 'Of the activity, or of the course.', example: 'The mean and the median' })
  title: string;

  @ApiProperty({ enum: CHECK_CODES, example: 'unclear_link' })
  code: CheckCode;

  @ApiProperty({
    description:
      'What is there, by which it is found: an address, a heading, the text of a link. May be empty.',
    example: 'click here',
  })
  place: string;

  @ApiProperty({
    description: 'What to do about it.',
    example:
      'The link “click here” does not say where it leads. Screen readers list links without the text around them.',
  })
  message: string;
}

/** What in the drafts of a course shuts people out. */
export class ContentCheckResponse {
  @ApiProperty({
    enum: CHECK_WAYS,
    example: 'advice',
    description:
      '`required`: nothing is published while there is anything. A setting of the course (`contentCheck`).',
  })
  contentCheck: CheckWay;

  @ApiProperty({
    type: [ContentFinding],
    description: 'The course itself, then its activities in their order, 500 at most.',
  })
  findings: ContentFinding[];

  @ApiProperty({ description: 'Whether there is more than is listed.', example: false })
  isCut: boolean;
}

export function toContentCheckResponse(
  contentCheck: CheckWay,
  { findings, isCut }: Findings,
  language: Language,
): ContentCheckResponse {
  return {
    contentCheck,
    findings: findings.map((finding) => ({ ...finding, message: say(adviceOn(finding), language) })),
    isCut,
  };
}
