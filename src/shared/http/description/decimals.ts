import { getSchemaPath, type OpenAPIObject, type SchemaObject } from '@nestjs/swagger';
import { PLAIN_DECIMAL } from '../../decimals/plain-decimal';
import { MOST_CHARACTERS } from '../../decimals/read-decimal';
import { type AnySchema, eachSchema } from './each-schema';

/** The schemas that fields of these formats refer to, in requests and in answers. */
const FORMS: Record<string, { name: string; schema: SchemaObject }> = {
  decimal: {
    name: 'Decimal',
    schema: {
      type: 'string',
      format: 'decimal',
      pattern: PLAIN_DECIMAL.source,
      maxLength: 40,
      example: '17.5',
      description:
        'A decimal number as text, so that no digit is lost on its way: digits, and after a point more digits; a minus first where it is below 0. No plus, exponent, comma, blanks or leading zeros. Answers have no zeros at the end either: `7.5`, never `7.50`. Compute and compare with a decimal type, not as texts.',
    },
  },
  'written-number': {
    name: 'WrittenNumber',
    schema: {
      type: 'string',
      format: 'written-number',
      minLength: 1,
      maxLength: MOST_CHARACTERS,
      example: '6.02e23',
      description:
        'A number of a numeric question as its author or a learner writes it, plain or scientific: "3.5", "-0.25" or "6.02e23". It is kept as written; blanks around it are ignored. 0, or of a size from 1e-100 to 1e100.',
    },
  },
};

/** Where `IsDecimalText` leaves its bounds for this step. */
export const DECIMAL_BOUNDS = 'x-decimal-bounds';

/** Which decimals a field takes. */
export interface DecimalBounds {
  /** Inclusive; 0 if neither this nor `above` is given. */
  min?: string;
  /** Exclusive. */
  above?: string;
  /** Inclusive. */
  max: string;
  /** How many decimals at most. */
  places: number;
}

/** Has each decimal refer to the schema of its form, with its bounds at the end of its description. */
export function referToDecimals(document: OpenAPIObject): void {
  eachSchema(document, (schema) => {
    const form = FORMS[schema.format ?? ''];
    if (form) refer(schema, getSchemaPath(form.name));
  });
  const named = Object.values(FORMS).map(({ name, schema }) => [name, structuredClone(schema)]);
  Object.assign(document.components?.schemas ?? {}, Object.fromEntries(named));
}

function refer(schema: AnySchema, $ref: string): void {
  const { type, [DECIMAL_BOUNDS]: bounds, description } = schema;
  for (const key of ['type', 'format', DECIMAL_BOUNDS]) delete schema[key];
  const isNullable = [type].flat().includes('null');
  Object.assign(schema, isNullable ? { anyOf: [{ $ref }, { type: 'null' }] } : { $ref });
  const range = bounds === undefined ? undefined : inWords(bounds as DecimalBounds);
  const words = [description, range].filter((part) => part !== undefined);
  if (words.length > 0) schema.description = words.join(' ');
}

function inWords({ min = '0', above, max, places }: DecimalBounds): string {
  const range = above === undefined ? `From ${min} to ${max}` : `Above ${above}, at most ${max}`;
  return `${range}, with at most ${places} decimals.`;
}
