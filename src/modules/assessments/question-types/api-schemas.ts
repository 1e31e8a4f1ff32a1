import type { Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { namedSchema, namedUnion } from '../../../shared/http/named-schemas';
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
  unionByType(union.name, (type) =>
    subclass(union, union.name.replace('Question', `${pascalCase(type.name)}Question`), {
      type: { enum: [type.name], example: type.name },
      ...fieldsOf(type),
    }),
  );
}

/** A definition that says its type itself: where a question's `type` need not stand beside it. */
export const anyDefinition = unionByType('QuestionDefinition', ({ Definition }) => Definition);

const SENT_DEFINITIONS = new Map(
  ALL_QUESTION_TYPES.map(({ name, Definition }) => [
    name,
    subclass(Definition, `${Definition.name}Dto`, {
      type: {
        enum: [name],
        required: false,
        description: 'May be left out, since the type of the question stands beside the definition.',
      },
    }),
  ]),
);

/** A definition in a request that names the type of the question beside it. */
export function definitionBesideType({ name }: AnyQuestionType): Type {
  return SENT_DEFINITIONS.get(name) as Type;
}

/** A response to a question whose type the schema does not say. */
export const anyResponse = namedSchema('AnyResponse', {
  // Types that are answered alike share a schema.
  anyOf: [...new Set(ALL_QUESTION_TYPES.map(({ response }) => response.schema)), { type: 'null' }],
});

/** A schema of the given name that is one of those of the question types, told apart by `type`, which each requires. */
function unionByType(name: string, memberOf: (type: AnyQuestionType) => Type): { $ref: string } {
  const members = ALL_QUESTION_TYPES.map((type) => [type.name, memberOf(type)] as const);
  return namedUnion(name, 'type', Object.fromEntries(members));
}

/** A class with the fields of another, of which some are described otherwise. */
function subclass(parent: Type, name: string, fields: Record<string, MemberField>): Type {
  const made = { [name]: class extends (parent as Type<object>) {} }[name] as Type<object>;
  // A schema is what the decorator makes of its options: it takes both.
  for (const [field, options] of Object.entries(fields))
    ApiProperty(options as ApiPropertyOptions)(made.prototype as object, field);
  return made;
}

/** `single_choice` is `SingleChoice`. */
function pascalCase(name: string): string {
  return name
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
