import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { ExampleBodies } from '../../../../../shared/http/description/example-bodies';
import { exampleInstant } from '../../../../../shared/http/description/example-days';
import { IsId } from '../../../../../shared/http/field-rules';
import { ReasonedNeedsDto, UpdateAccommodationDto } from '../../dto/accommodation.dto';

/** What a group or a tag needs. Exactly one of `groupId` and `tagId` is named. */
export class CreateLabelAccommodationDto extends ReasonedNeedsDto {
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    example: '01990000-0000-7000-8000-0000000000b1',
    description: 'A group of the course into which learners do not come by themselves. It cannot be changed.',
  })
  @IsOptional()
  @IsId()
  groupId?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'A tag of the course. It cannot be changed.',
  })
  @IsOptional()
  @IsId()
  tagId?: string | null;
}

/** What to change; whatever is left out stays as it is. */
export class UpdateLabelAccommodationDto extends UpdateAccommodationDto {}

/** Request bodies to try out, with the id of a group or a tag. */
export const LABEL_ACCOMMODATIONS: ExampleBodies = {
  group: {
    summary: 'Half as much time again for a group',
    value: {
      groupId: '01990000-0000-7000-8000-0000000000b1',
      timeFactor: '1.5',
      validFrom: exampleInstant('03-01T00:00'),
      reason: 'Reads slowly',
    },
  },
};
export const LABEL_ACCOMMODATION_CHANGES: ExampleBodies = {
  nothing: { summary: 'Nothing', value: {} },
};
