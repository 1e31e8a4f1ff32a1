import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsId, IsInstant, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { GROUP_JOININGS, GROUP_VISIBILITIES, type GroupJoining, type GroupVisibility } from '../group-rules';

namedEnum('GroupJoining', GROUP_JOININGS);
namedEnum('GroupVisibility', GROUP_VISIBILITIES);

/** In one request; a larger class is placed in several. */
const MOST_PLACES = 1000;

export class NewGroupSetDto {
  @ApiProperty({ example: 'Project teams' })
  @Text('line', { max: 255 })
  title: string;

  @ApiPropertyOptional({
    enum: GROUP_JOININGS,
    default: 'by_staff',
    description:
      '`by_self`: learners join, switch and leave by themselves. Staff put learners in and out either way.',
    example: 'by_self',
  })
  @MayBeLeftOut()
  @IsIn(GROUP_JOININGS)
  joining?: GroupJoining;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    nullable: true,
    description:
      'As many learners as can be in a group that is joined by oneself; staff can put in more. Null: any number. Only with `by_self`.',
    example: 4,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  groupSize?: number | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'From when on learners join by themselves; null: from now on. Only with `by_self`.',
    example: null,
  })
  @IsOptional()
  @IsInstant()
  opensAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'From when on they cannot join, switch or leave any more; null: never. Only with `by_self`.',
    example: null,
  })
  @IsOptional()
  @IsInstant()
  closesAt?: Date | null;

  @ApiPropertyOptional({
    enum: GROUP_VISIBILITIES,
    default: 'own_group',
    description:
      'Whom learners see: the members of their own group, of all groups, or of none. With `none` they do not know of the set at all.',
    example: 'own_group',
  })
  @MayBeLeftOut()
  @IsIn(GROUP_VISIBILITIES)
  visibility?: GroupVisibility;
}

export class ChangeGroupSetDto extends PartialType(NewGroupSetDto, { skipNullProperties: false }) {}

export class NewGroupDto {
  @ApiProperty({ example: 'Team 1' })
  @Text('line', { max: 255 })
  title: string;
}

export class ChangeGroupDto extends PartialType(NewGroupDto, { skipNullProperties: false }) {}

export class GroupPlaceDto {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000000a2' })
  @IsId()
  userId: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'A group of the set; null: out of the group that the learner is in.',
    example: null,
  })
  @ValidateIf((_place, value) => value !== null)
  @IsId()
  groupId: string | null;
}

/** Where some learners are to be. All others stay where they are. */
export class PlaceLearnersDto {
  @ApiProperty({ type: [GroupPlaceDto], description: 'Each learner once.', example: [] })
  @IsArray()
  @ArrayMaxSize(MOST_PLACES)
  @ArrayUnique((place: Partial<GroupPlaceDto> | null) => place?.userId)
  @ValidateNested({ each: true })
  @Type(() => GroupPlaceDto)
  members: GroupPlaceDto[];
}
