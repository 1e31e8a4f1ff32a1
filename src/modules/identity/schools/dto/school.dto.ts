import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { LocaleField, TimeZoneField } from '../../account-fields';
import { FOUND_BY, type FoundBy, SCHOOL_TYPES, type SchoolType } from '../../org.entity';

namedEnum('SchoolType', SCHOOL_TYPES);
namedEnum('FoundBy', FOUND_BY);

/** A school, or an organization around it. */
export class CreateSchoolDto {
  @ApiProperty({ description: 'Its name, as plain text.', example: 'Harbor College' })
  @Text('line', { max: 255 })
  title: string;

  @ApiProperty({ enum: SCHOOL_TYPES, description: 'As OneRoster names them.', example: 'school' })
  @IsIn(SCHOOL_TYPES)
  type: SchoolType;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Under which authorities know it. Plain text.',
    example: 'NO-4711',
  })
  @IsOptional()
  @Text('line', { max: 255 })
  identifier?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'To which school or district it belongs.',
    example: null,
  })
  @IsOptional()
  @IsId()
  parentId?: string | null;

  @TimeZoneField()
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'IANA name: that of its new courses, unless they say otherwise.',
  })
  @IsOptional()
  timeZone?: string | null;

  @LocaleField()
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'BCP 47 language tag: that of its new courses, unless they say otherwise.',
  })
  @IsOptional()
  locale?: string | null;

  @ApiPropertyOptional({
    description:
      'Whether its public courses are shown to people who are not signed in. If left out, those of a new school are not.',
    example: false,
  })
  @MayBeLeftOut()
  @IsBoolean()
  openCatalog?: boolean;

  @ApiPropertyOptional({
    enum: FOUND_BY,
    description:
      'Which instructors find its learners in `GET /v1/people`: all (`everybody`), those of the school, or none. Administrators find them always. If left out, all find those of a new school.',
    example: 'school',
  })
  @MayBeLeftOut()
  @IsIn(FOUND_BY)
  learnersFoundBy?: FoundBy;

  @ApiPropertyOptional({
    enum: FOUND_BY,
    description: 'Likewise, which instructors find its instructors and everybody else of it.',
    example: 'everybody',
  })
  @MayBeLeftOut()
  @IsIn(FOUND_BY)
  staffFoundBy?: FoundBy;
}

/** Changes to a school. Fields that are left out stay as they are. */
export class ChangeSchoolDto extends PartialType(CreateSchoolDto, { skipNullProperties: false }) {}
