import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Matches, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { says } from '../../../../shared/http/field-sentences';
import { ChoiceOption, OPTION_ID } from '../parts/choice-option.dto';
import { ItsType, ListOf } from '../parts/definition-rules';
import { type Area, ItsArea } from '../parts/pictures/areas.dto';
import { ItsPicture, Picture } from '../parts/pictures/picture.dto';
import { sentences } from './markers.sentences';

const NAME = 'markers';
const MOST_MARKERS = 20;
const MOST_COPIES = 20;
const MOST_PLACES = 50;

/** Something to be put on the picture. */
export class Marker extends ChoiceOption {
  @ApiPropertyOptional({
    ...{ type: 'integer', minimum: 1, maximum: MOST_COPIES, default: 1, example: 1 },
    description: 'How often it can be put.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(MOST_COPIES)
  copies?: number;
}

/** Where a marker belongs. */
export class MarkerPlace {
  @ApiProperty({ example: 'median', description: 'The id of the marker.' })
  @Matches(OPTION_ID, says((field) => sentences.placeNeedsMarker({ field })))
  marker: string;

  @ItsArea('Where it is right to put it.')
  area: Area;
}

export class MarkersDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ItsPicture()
  picture: Picture;

  @ApiProperty({ description: 'What is put on the picture, some of it perhaps nowhere.' })
  @ListOf(Marker, { min: 1, max: MOST_MARKERS })
  markers: Marker[];

  @ApiProperty({ description: 'Where markers belong. Borders belong to areas.' })
  @ListOf(MarkerPlace, { min: 1, max: MOST_PLACES })
  key: MarkerPlace[];
}

export class MarkersView {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;

  @ApiProperty({ type: Picture })
  picture: Picture;

  @ApiProperty({ type: [Marker], description: 'What can be put on the picture, some of it perhaps nowhere.' })
  markers: Marker[];
}
