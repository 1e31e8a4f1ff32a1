import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import type { FieldError } from '../../../../../shared/errors/domain-error';
import { IsId, Text } from '../../../../../shared/http/field-rules';
import { EXAMPLE_FILE_ID } from '../../../../../shared/http/description/example-ids';
import { ObjectOf } from '../definition-rules';
import type { FilesById, NamedInDefinition } from '../named-files';
import { sentences } from './pictures.sentences';

/** So that products of coordinates are exact. */
export const LARGEST_COORDINATE = 20_000;

/** A whole number of pixels of the picture. */
export const Pixels = (min: number, example: number, description?: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      ...{ type: 'integer', minimum: min, maximum: LARGEST_COORDINATE, example },
      ...(description === undefined ? {} : { description }),
    }),
    IsInt(),
    Min(min),
    Max(LARGEST_COORDINATE),
  );

/** The file of the examples, which the demo school has. */
export const KNOWN_PICTURE = {
  example: {
    fileId: EXAMPLE_FILE_ID,
    width: 480,
    height: 96,
    alternativeText: 'Nine dots on a line of minutes: eight between 12 and 31, one far away at 76',
  },
};

/** A picture that a question asks about. */
export class Picture {
  @ApiProperty({
    format: 'uuid',
    example: KNOWN_PICTURE.example.fileId,
    description: 'Of a picture that was uploaded. `media` of what shows the question has its address.',
  })
  @IsId()
  fileId: string;

  @Pixels(1, 480, 'As the file tells it. All places on the picture are told in pixels of this size.')
  width: number;

  @Pixels(1, 96, 'As `width`.')
  height: number;

  @ApiProperty({
    example: KNOWN_PICTURE.example.alternativeText,
    description: 'Plain text, for those who do not see the picture.',
  })
  @Text('lines', { min: 1, max: 2000 })
  alternativeText: string;
}

export const ItsPicture = (): PropertyDecorator =>
  ObjectOf(Picture, (field) => sentences.pictureNeeded({ field }));

/** Without whatever else it may hold. */
export function shownPicture({ fileId, width, height, alternativeText }: Picture): Picture {
  return { fileId, width, height, alternativeText };
}

export function filesOfPicture({ picture }: { picture: Picture }): NamedInDefinition[] {
  return [{ field: 'picture.fileId', fileId: picture.fileId }];
}

/** The file must be a picture, and of the size that the definition says. */
export function pictureFaults({ picture }: { picture: Picture }, files: FilesById, at: string): FieldError[] {
  const file = files.get(picture.fileId);
  const field = `${at}.picture.fileId`;
  if (!file?.mediaType.startsWith('image/'))
    return [{ field, rule: 'isPicture', message: sentences.noPicture({ field }) }];
  return (['width', 'height'] as const).flatMap((side) => {
    const size = file[side];
    const of = `${at}.picture.${side}`;
    return size === null || size === picture[side]
      ? []
      : [{ field: of, rule: 'isSize', message: sentences.otherSize({ field: of, size }) }];
  });
}
