import { ApiPropertyOptional } from '@nestjs/swagger';
import type { ExampleBodies } from '../../../../../shared/http/description/example-bodies';
import { IsId, MayBeLeftOut } from '../../../../../shared/http/field-rules';

/** Where a copy of an activity comes to. */
export class CopyActivityDto {
  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'A section of the same course, at whose end it comes. If left out, the section of the activity.',
  })
  @MayBeLeftOut()
  @IsId()
  sectionId?: string;
}

export const ACTIVITY_COPIES: ExampleBodies = {
  same: { summary: 'In the same section', value: {} },
};
