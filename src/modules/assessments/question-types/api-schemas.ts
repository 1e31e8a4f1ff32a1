import type { Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions, getSchemaPath } from '@nestjs/swagger';
import { namedSchema } from '../../../shared/http/named-schemas';
import type { ApiSchema } from './parts/response-shapes';
import { ALL_QUESTION_TYPES, type AnyQuestionType } from './registry';

/** A class, or a schema, with or without `required: false`. */
type MemberField = ApiPropertyOptions | (Omit<ApiSchema, 'required'> & { required?: boolean });

/**
 * Describes a class that holds a question as a union in OpenAPI: one schema for each type of question, told apart by
 * `type`. The class must have a field `type`; `fieldsOf` says which other fields differ by type, and how.
 */
export function isUnionOfQuestionTypes(
  union: Type,
  fieldsOf: (type: AnyQuestionType) => Record<string, MemberField>,
): void {
  const members = ALL_QUESTION_TYPES.map((type) => {
    const name = union.name.replace('Question', `${pascalCase(type.name)}Question`);
    const member = { [name]: class extends union {} }[name] as Type;
    const fields = { type: { enum: [type.name], example: type.name }, ...fieldsOf(type) };
    for (const [field, options] of Object.entries(fields))
      ApiProperty(options)(member.prototype as object, field);
    return { type: type.name, member, $ref: getSchemaPath(member) };
  });
  const schema = {
    oneOf: members.map(({ $ref }) => ({ $ref })),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(members.map(({ type, $ref }) => [type, $ref])),
    },
  };
  namedSchema(
    union.name,
    schema,
    members.map(({ member }) => member),
  );
}

/** A definition of a question whose type the schema does not say. */
export const anyDefinition = namedSchema(
  'QuestionDefinition',
  { oneOf: ALL_QUESTION_TYPES.map(({ Definition }) => ({ $ref: getSchemaPath(Definition) })) },
  ALL_QUESTION_TYPES.map(({ Definition }) => Definition),
);

/** A response to a question whose type the schema does not say. */
export const anyResponse = namedSchema('AnyResponse', {
  anyOf: [...ALL_QUESTION_TYPES.map(({ response }) => response.schema), { type: 'null' }],
});

/** `single_choice` is `SingleChoice`. */
function pascalCase(name: string): string {
  return name
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
