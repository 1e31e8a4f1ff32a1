import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsInstant, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { CursorQuery } from '../../../../shared/http/pagination';
import { ANNOUNCEMENT_STATES, type AnnouncementState } from '../announcement-rules';

namedEnum('AnnouncementState', ANNOUNCEMENT_STATES);

export class NewAnnouncementDto {
  @ApiProperty({ example: 'The exam has another room' })
  @Text('line', { max: 255 })
  title: string;

  @ApiProperty({ description: 'Markdown.', example: 'We meet in **room 2.14**. Bring a pencil.' })
  @Text('lines', { min: 1, max: 20_000 })
  body: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'From then on learners see it; now, or an instant that has passed: at once. Null: it stays a draft.',
    example: null,
  })
  @IsOptional()
  @IsInstant()
  publishesAt?: Date | null;

  @ApiPropertyOptional({
    default: true,
    description:
      'Learners who want them get a mail when it is published: once, also if it is changed or published again.',
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  sendsMail?: boolean;
}

export class ChangeAnnouncementDto extends PartialType(NewAnnouncementDto, { skipNullProperties: false }) {}

export class AnnouncementsQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: ANNOUNCEMENT_STATES, description: 'Left out: all that you may read.' })
  @MayBeLeftOut()
  @IsIn(ANNOUNCEMENT_STATES)
  state?: AnnouncementState;
}

export class AnnouncementMailDto {
  @ApiProperty({ description: 'Whether you want a mail of each announcement of the course.', example: true })
  @IsBoolean()
  isWanted: boolean;
}
