import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import {
  IsHttpsAddress,
  IsInstantOrLocalTime,
  MayBeLeftOut,
  Text,
} from '../../../../shared/http/field-rules';

/** Changes of a session. Fields that are left out stay as they are. */
export class ScheduleLiveSessionDto {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'An instant with its offset, or a local time of the course without one, such as `2040-03-04T14:00`. A time that comes twice is the first; one that clocks skip is refused.',
  })
  @IsOptional()
  @IsInstantOrLocalTime()
  startsAt?: Date | string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'After `startsAt`, by seven days at most. As `startsAt`.',
  })
  @IsOptional()
  @IsInstantOrLocalTime()
  endsAt?: Date | string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Plain text, such as a room.' })
  @IsOptional()
  @Text('line', { max: 255 })
  location?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The https address at which people join from afar.',
  })
  @IsOptional()
  @IsHttpsAddress({ max: 2000 })
  joinAddress?: string | null;

  @ApiPropertyOptional({
    description: 'A session that is cancelled stays in the outline and in calendars, as cancelled.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  isCancelled?: boolean;
}
