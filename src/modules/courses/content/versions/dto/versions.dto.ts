import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, Matches } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../../shared/http/field-rules';
import { says } from '../../../../../shared/http/field-sentences';
import { sentences } from '../../../courses.sentences';

/** What is published is made of the drafts as they are. */
export class PublishVersionDto {
  @ApiPropertyOptional({
    description: 'What is new in it, for other authors. Plain text.',
    example: 'The median is explained anew.',
  })
  @MayBeLeftOut()
  @Text('lines', { max: 1000, trim: true })
  note?: string;
}

export class RestoreVersionDto extends PublishVersionDto {
  @ApiPropertyOptional({
    description:
      'Give up changes that were never published. Without it, such changes are a reason to refuse.',
    example: false,
  })
  @MayBeLeftOut()
  @IsBoolean()
  discardDrafts?: boolean;
}

const CONTENT = /^(?:draft|published|[1-9]\d{0,8})$/;
const content = { description: '`draft`, `published`, or the number of a version.', pattern: CONTENT.source };

export class ContentChangesQuery {
  @ApiPropertyOptional({ ...content, default: 'published' })
  @MayBeLeftOut()
  @Matches(CONTENT, says((field) => sentences.mustNameContent({ field })))
  from: string = 'published';

  @ApiPropertyOptional({ ...content, default: 'draft' })
  @MayBeLeftOut()
  @Matches(CONTENT, says((field) => sentences.mustNameContent({ field })))
  to: string = 'draft';
}
