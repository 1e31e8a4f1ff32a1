import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn } from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { says } from '../../../../shared/http/field-sentences';
import { sentences } from '../../rostering.sentences';
import { BUNDLE_MODES, type BundleMode } from '../bundle-rows';

const MOST_COURSES = 500;

export class RosterExportDto {
  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description:
      'Only these courses. Without them and without a term, all of the school, with all of its people.',
  })
  @MayBeLeftOut()
  @IsId({ each: true })
  @ArrayMinSize(1, says((field) => sentences.oneCourseAtLeast({ field })))
  @ArrayMaxSize(MOST_COURSES)
  @ArrayUnique()
  courseIds?: string[];

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Only the courses of this academic session (`academicSessionId` of a course) and of those within it. Not beside `courseIds`.',
  })
  @MayBeLeftOut()
  @IsId()
  termId?: string;

  @ApiPropertyOptional({
    enum: BUNDLE_MODES,
    default: 'delta',
    description:
      '`delta`: the files change single records, and whoever reads them ends nothing. `bulk`: they are complete, so that what they lack has ended.',
  })
  @MayBeLeftOut()
  @IsIn(BUNDLE_MODES)
  mode?: BundleMode;
}

export const ROSTER_EXPORT_BODIES: ExampleBodies = {
  school: { summary: 'All of the school', value: {} },
};
