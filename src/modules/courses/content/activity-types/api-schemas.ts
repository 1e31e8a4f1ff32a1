import type { Type } from '@nestjs/common';
import { ApiProperty, getSchemaPath, IntersectionType } from '@nestjs/swagger';
import { namedSchema } from '../../../../shared/http/named-schemas';
import { type ActivityType, ALL_ACTIVITY_TYPES, type AnyActivityType } from './registry';
import { ADDING, CHANGING, pascalCase } from './requests';

interface Request {
  schema: { $ref: string };
  examples: Record<string, { summary: string; value: object }>;
}

/** For OpenAPI: an activity to be added, one schema for each type, told apart by `type`. */
export const CREATE_ACTIVITY: Request = {
  schema: union(
    'CreateActivityDto',
    ALL_ACTIVITY_TYPES.map(({ name }) => ({ name, type: ADDING.get(name) as Type })),
  ),
  examples: Object.fromEntries(
    ALL_ACTIVITY_TYPES.map(({ name, examples: { add } }) => [
      name,
      { ...add, value: { type: name, ...add.value } },
    ]),
  ),
};

/** For OpenAPI: what changes of an activity. A change does not name the type, which stays. */
export const UPDATE_ACTIVITY: Request = {
  schema: namedSchema(
    'UpdateActivityDto',
    { anyOf: ALL_ACTIVITY_TYPES.map(({ name }) => ({ $ref: getSchemaPath(CHANGING.get(name) as Type) })) },
    ALL_ACTIVITY_TYPES.map(({ name }) => CHANGING.get(name) as Type),
  ),
  examples: Object.fromEntries(
    ALL_ACTIVITY_TYPES.flatMap(({ name, examples: { change } }) => (change ? [[name, change]] : [])),
  ),
};

/**
 * Describes a class of answers as a union in OpenAPI: one schema for each type of activity, with the fields that `fieldsOf`
 * takes of the type, told apart by `type`.
 */
export function isUnionOfActivityTypes(
  answer: Type<object>,
  fieldsOf: (type: AnyActivityType) => Type<object>,
): void {
  union(
    answer.name,
    ALL_ACTIVITY_TYPES.map((described) => {
      const { name } = described;
      const member = class extends IntersectionType(answer, fieldsOf(described)) {};
      Object.defineProperty(member, 'name', {
        value: answer.name.replace('Activity', `${pascalCase(name)}Activity`),
      });
      ApiProperty({ enum: [name], example: name })(member.prototype, 'type');
      return { name, type: member };
    }),
  );
}

function union(name: string, members: { name: ActivityType; type: Type }[]): { $ref: string } {
  const referred = members.map((member) => [member.name, getSchemaPath(member.type)] as const);
  return namedSchema(
    name,
    {
      oneOf: referred.map(([, $ref]) => ({ $ref })),
      discriminator: { propertyName: 'type', mapping: Object.fromEntries(referred) },
    },
    members.map(({ type }) => type),
  );
}
