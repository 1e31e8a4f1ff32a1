import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { fieldRule } from '../../../shared/http/field-sentences';
import { sentences } from '../files.sentences';
import { IMAGE_WIDTHS } from './image-sizes';

/** A query parameter: the width of a smaller picture. */
export function IsImageWidth(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      ...{ type: 'integer', enum: IMAGE_WIDTHS },
      description:
        'Of a picture, in pixels. One that is narrower stays as wide as it is. Leave it out for the file as it was uploaded.',
    }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value,
    ),
    fieldRule(
      'isIn',
      (value) => (IMAGE_WIDTHS as readonly unknown[]).includes(value),
      (field) => sentences.mustBeWidth({ field, widths: IMAGE_WIDTHS.join(', ') }),
    ),
  );
}
