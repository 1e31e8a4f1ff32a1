import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../../../shared/http/field-rules';
import { CopiedDatesDto } from '../../copies/dto/course-copy.dto';

/** Copies of all courses of a term. Where nothing is said of dates, they move by the days between the first days of the terms. */
export class RolloverDto extends CopiedDatesDto {
  @ApiProperty({
    format: 'uuid',
    description: 'The term of the copies.',
    example: '01990000-0000-7000-8000-0000000000d2',
  })
  @IsId()
  toTermId: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only courses of this school.' })
  @MayBeLeftOut()
  @IsId()
  schoolId?: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Only say which courses would be copied.',
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}
