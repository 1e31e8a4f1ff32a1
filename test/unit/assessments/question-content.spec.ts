import {
  contentOf,
  madeBy,
  type QuestionContent,
} from '../../../src/modules/assessments/questions/question-content';
import {
  definitionParts,
  wholeDefinition,
} from '../../../src/modules/assessments/question-types/definition-parts';
import {
  ALL_QUESTION_TYPES,
  type QuestionDefinition,
  UNSCORED_TYPES,
} from '../../../src/modules/assessments/question-types/registry';
import { QUESTION_EXAMPLES } from '../../../src/modules/assessments/questions/dto/question.examples';

const contents = Object.values(QUESTION_EXAMPLES).map(({ value }) => contentOf(value));

describe('the two parts of a definition', () => {
  it.each(ALL_QUESTION_TYPES)(
    'the content of $name has nothing of the key, and is all that its view needs',
    (type) => {
      const definition = { ...type.example.definition, type: type.name } as QuestionDefinition;
      const { content, key } = definitionParts(definition);
      expect(Object.keys(key).length > 0).toBe(!type.isUnscored);
      if (!type.division) {
        const stated = type.keyFields.filter((field) => field in definition);
        expect(Object.keys(key).toSorted()).toEqual(stated.toSorted());
        expect(Object.keys(content).filter((field) => field in key)).toEqual([]);
      }
      expect(type.viewOf(content as QuestionDefinition, null)).toEqual(type.viewOf(definition, null));
      expect(wholeDefinition(content, key)).toEqual(definition);
      // What learners may send is judged without the key.
      expect(
        type.response.faultsOf(type.example.response, content as QuestionDefinition, 'response'),
      ).toEqual([]);
    },
  );
});

describe('what a change of a question makes', () => {
  const change = (content: QuestionContent, changes: object): QuestionContent =>
    contentOf({ ...content, ...changes });

  it.each(contents)('a change of the prompt or of what $type asks makes a version', (content) => {
    expect(madeBy(content, change(content, { prompt: 'Another?' }))).toBe('version');
    const other = contents.find(({ type }) => type !== content.type)!;
    const { type, definition, points } = other;
    expect(madeBy(content, change(content, { type, definition, points }))).toBe('version');
  });

  it.each(contents)(
    'a change of key, points or feedback of $type alone makes a revision of its key',
    (content) => {
      if (!UNSCORED_TYPES.includes(content.type))
        expect(madeBy(content, change(content, { points: '7' }))).toBe('key_revision');
      expect(madeBy(content, change(content, { feedback: null }))).toBe('key_revision');
      if (!UNSCORED_TYPES.includes(content.type))
        expect(madeBy(content, { ...content, definition: withOtherKey(content.definition) })).toBe(
          'key_revision',
        );
    },
  );

  it.each(contents)('the same once more of $type makes neither', (content) => {
    const { points } = content;
    const longer = points.includes('.') ? `${points}000` : `${points}.000`;
    expect(madeBy(content, change(content, { points: longer }))).toBe(null);
  });

  it('another text of an option makes a version, although the key is the same', () => {
    const content = contents.find(({ type }) => type === 'single_choice')!;
    const { options, ...rest } = content.definition as {
      options: { id: string; text: string }[];
      type: string;
    };
    const renamed = options.map(({ id, text }) => ({ id, text: `${text}!` }));
    expect(madeBy(content, change(content, { definition: { ...rest, options: renamed } }))).toBe('version');
  });
});

function withOtherKey(definition: QuestionDefinition): QuestionDefinition {
  const { content, key } = definitionParts(definition);
  return wholeDefinition(content, another(key) as Record<string, unknown>);
}

/** The same fields, down to those of the items of a list, with another value. */
function another(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(another);
  if (typeof part !== 'object' || part === null) return 'another';
  return Object.fromEntries(
    Object.entries(part).map(([field, value]) => [field, Array.isArray(value) ? another(value) : 'another']),
  );
}
