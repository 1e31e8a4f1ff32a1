import { isDeepStrictEqual } from 'node:util';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, ValidateNested } from 'class-validator';
import type { FieldError } from '../../../../../shared/errors/domain-error';
import { fieldRule } from '../../../../../shared/http/field-sentences';
import { namedUnion } from '../../../../../shared/http/named-schemas';
import { ListOf } from '../definition-rules';
import {
  type CircleShape,
  enclosesSomething,
  isOnPicture,
  type Point,
  type PolygonShape,
  type RectangleShape,
} from './areas';
import { type Picture, Pixels } from './picture.dto';
import { sentences } from './pictures.sentences';

const MOST_CORNERS = 100;

/** A place on a picture. */
export class PicturePoint implements Point {
  @Pixels(0, 456, 'From the left edge.')
  x: number;

  @Pixels(0, 65, 'From the upper edge.')
  y: number;
}

export class CircleArea implements CircleShape {
  @ApiProperty({ enum: ['circle'] })
  @IsIn(['circle'])
  type: 'circle';

  @Pixels(0, 456, 'Of the center, from the left edge.')
  x: number;

  @Pixels(0, 65, 'Of the center, from the upper edge.')
  y: number;

  @Pixels(1, 12)
  radius: number;
}

export class RectangleArea implements RectangleShape {
  @ApiProperty({ enum: ['rectangle'] })
  @IsIn(['rectangle'])
  type: 'rectangle';

  @Pixels(0, 440)
  left: number;

  @Pixels(0, 50)
  top: number;

  @Pixels(0, 470)
  right: number;

  @Pixels(0, 80)
  bottom: number;
}

export class PolygonArea implements PolygonShape {
  @ApiProperty({ enum: ['polygon'] })
  @IsIn(['polygon'])
  type: 'polygon';

  @ApiProperty({ description: 'Its corners, one after another.' })
  @ListOf(PicturePoint, { min: 3, max: MOST_CORNERS })
  points: PicturePoint[];
}

/** A part of a picture, with its border. */
export type Area = CircleArea | RectangleArea | PolygonArea;

export const AREAS = { circle: CircleArea, rectangle: RectangleArea, polygon: PolygonArea } as const;

export const AREA = namedUnion('PictureArea', 'type', AREAS);

/** A part of the picture. */
export const ItsArea = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ allOf: [AREA], description }),
    Type(() => Object, {
      keepDiscriminatorProperty: true,
      discriminator: {
        property: 'type',
        subTypes: Object.entries(AREAS).map(([name, value]) => ({ name, value })),
      },
    }),
    fieldRule(
      'isArea',
      (value) => Object.values(AREAS).some((kind) => value instanceof kind),
      (field) => sentences.areaNeeded({ field }),
    ),
    ValidateNested(),
  );

/** What is wrong with the area that stands in `field`, which must lie on the picture. */
export function areaFaults(area: Area, picture: Picture, field: string): FieldError[] {
  if (!enclosesSomething(area)) return [{ field, rule: 'isArea', message: sentences.noArea({ field }) }];
  const { width, height } = picture;
  return isOnPicture(area, picture)
    ? []
    : [{ field, rule: 'isOnPicture', message: sentences.beyondPicture({ field, width, height }) }];
}

/** Each must differ from those before it. */
export function repetitionFaults(areas: readonly object[], at: string): FieldError[] {
  return areas.flatMap((area, index) => {
    const field = `${at}[${index}]`;
    return areas.slice(0, index).some((earlier) => isDeepStrictEqual({ ...earlier }, { ...area }))
      ? [{ field, rule: 'unique', message: sentences.areaTwice({ field }) }]
      : [];
  });
}
