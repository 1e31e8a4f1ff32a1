import { readFileSync } from 'node:fs';
import { QUESTION_TYPES } from '../../../../src/modules/assessments/question-types/registry';

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  enum?: unknown[];
  format?: string;
  oneOf?: Schema[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
  properties?: Record<string, Schema>;
  required?: string[];
}

const { components } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  components: { schemas: Record<string, Schema> };
};

/** The schema itself, if it does nothing but refer to one with a description beside it. */
function resolved({ $ref, allOf, ...schema }: Schema | undefined = {}): Schema {
  const reference = $ref ?? allOf?.[0]?.$ref;
  return reference === undefined ? schema : resolved(components.schemas[reference.split('/').pop() ?? '']);
}

/** The schemas of a union by the type that their discriminator names. */
function membersOf(name: string): [type: string, member: Schema][] {
  const { oneOf = [], discriminator } = resolved(components.schemas[name]);
  expect(discriminator?.propertyName).toBe('type');
  const mapping = Object.entries(discriminator?.mapping ?? {});
  expect(oneOf.map(({ $ref }) => $ref)).toEqual(mapping.map(([, $ref]) => $ref));
  return mapping.map(([type, $ref]) => [type, resolved({ $ref })]);
}

/** Clients made from the contract tell the types of questions apart by `type`, so that each shows its own fields. */
describe('the contract of questions', () => {
  it.each(['CreateQuestionDto', 'QuestionResponse', 'AttemptQuestionResponse'])(
    'lets a client tell the definitions of %s apart by the type beside them',
    (name) => {
      const members = membersOf(name);
      expect(members.map(([type]) => type)).toEqual(QUESTION_TYPES);
      for (const [type, { required, properties }] of members) {
        expect(required).toEqual(expect.arrayContaining(['type', 'definition']));
        expect(properties?.['type']?.enum).toEqual([type]);
        expect(resolved(properties?.['definition']).properties?.['type']?.enum).toEqual([type]);
      }
    },
  );

  it('lets a client tell the definitions of a changed question apart by the type within them', () => {
    const { definition } = components.schemas['UpdateQuestionDto']?.properties ?? {};
    // By a plain reference: of `allOf`, openapi-typescript makes a type without the `type` that tells the members apart.
    expect(definition?.$ref).toBe('#/components/schemas/QuestionDefinition');
    const members = membersOf('QuestionDefinition');
    expect(members.map(([type]) => type)).toEqual(QUESTION_TYPES);
    for (const [type, { required, properties }] of members) {
      expect(required).toContain('type');
      expect(properties?.['type']?.enum).toEqual([type]);
    }
  });

  it.each(['QuestionResponse', 'AttemptQuestionResponse'])(
    'says that the definition in %s always names its type',
    (name) => {
      for (const [, { properties }] of membersOf(name))
        expect(resolved(properties?.['definition']).required).toContain('type');
    },
  );

  it('lets a new question leave out the type of its definition, which stands beside it', () => {
    for (const [, { properties }] of membersOf('CreateQuestionDto'))
      expect(resolved(properties?.['definition']).required).not.toContain('type');
  });

  it('does not call the key of a numeric question a plain decimal, since it may be 6.02e23', () => {
    const { properties } = resolved(components.schemas['NumericDefinition']);
    expect(properties?.['key']?.format).toBeUndefined();
    expect(resolved(properties?.['tolerance']).properties?.['value']?.format).toBeUndefined();
    const attempted = resolved(components.schemas['AttemptNumericQuestionResponse']);
    expect(attempted.properties?.['key']?.format).toBeUndefined();
  });
});
