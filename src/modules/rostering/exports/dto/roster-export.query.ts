import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { BUNDLE_MODES, type BundleMode } from '../bundle-rows';

namedEnum('RosterBundleMode', BUNDLE_MODES);

export class CourseRosterQuery {
  @ApiPropertyOptional({
    enum: BUNDLE_MODES,
    default: 'delta',
    description:
      'What the manifest says of the files. `delta`: they change single records, and whoever reads them ends nothing. `bulk`: they are complete, so that what they lack has ended, for programs that read no others.',
  })
  @MayBeLeftOut()
  @IsIn(BUNDLE_MODES)
  mode: BundleMode = 'delta';
}
