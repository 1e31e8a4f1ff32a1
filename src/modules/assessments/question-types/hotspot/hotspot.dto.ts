import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { ItsType, ListOfTypes } from '../parts/definition-rules';
import { type Area, AREA, AREAS } from '../parts/pictures/areas.dto';
import { ItsPicture, Picture } from '../parts/pictures/picture.dto';

const NAME = 'hotspot';
export const MOST_AREAS = 20;
const FINDS = ['one', 'all'] as const;
namedEnum('HotspotFind', FINDS);

export class HotspotDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ItsPicture()
  picture: Picture;

  @ApiProperty({
    enum: FINDS,
    description:
      '`one`: learners point once, and any of the areas is right. `all`: they point as often as there are areas, and each area that they hit earns its part.',
  })
  @IsIn(FINDS)
  find: (typeof FINDS)[number];

  @ApiProperty({ description: 'Where it is right to point. Borders belong to areas.' })
  @ListOfTypes(AREAS, AREA, { min: 1, max: MOST_AREAS })
  key: Area[];
}

export class HotspotView {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;

  @ApiProperty({ type: Picture })
  picture: Picture;

  @ApiProperty({ type: 'integer', example: 1, description: 'How often learners can point.' })
  mostPoints: number;
}
