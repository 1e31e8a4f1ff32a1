import {
  ALL_QUESTION_TYPES,
  type AnyQuestionType,
  type QuestionDefinition,
} from '../../../../src/modules/assessments/question-types/registry';
import {
  gradeResponse,
  isMarkedByHand,
  isSameResponse,
  needsMark,
  responseFaultsOf,
} from '../../../../src/modules/assessments/question-types/responses';
import { asFraction, below, chance, GRADED, permuted, questionsOf } from './random-definitions';
import { ALL, type Fraction, isAbove, NOTHING } from './slow/fraction';
import { type AnySlowType, SECRETS_BESIDES, SLOW_TYPES } from './slow/types';

/*
 * Random questions of every registered type, and random answers to them. What they earn is computed once more,
 * slowly, in `slow/`, which has nothing from `src`. A new type fails here until it is described there.
 */

const TIMES_EACH = 6;

const shareOf = (definition: QuestionDefinition, response: unknown): Fraction =>
  asFraction(gradeResponse(definition, response, '1').share);

const LISTS = ['options', 'items', 'choices', 'stems', 'markers', 'gaps', 'units'];

/** The same question with what there is to choose from in another order. */
function reordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reordered);
  return Object.fromEntries(
    permuted(Object.entries(value)).map(([name, inner]: [string, unknown]) => [
      name,
      LISTS.includes(name) && Array.isArray(inner) ? permuted(inner).map(reordered) : reordered(inner),
    ]),
  );
}

/** The same answer with what has no order in another one. */
function saidAnew(type: string, response: unknown): unknown {
  if (Array.isArray(response)) return type === 'ordering' ? response : permuted(response as unknown[]);
  if (typeof response !== 'object' || response === null) return response;
  return Object.fromEntries(permuted(Object.entries(response)));
}

/** Everything that is said in it is another text, number or truth. Names of fields stay, and so do lengths of lists. */
function falsified(value: unknown): unknown {
  if (typeof value === 'string') return `canary-${below(1_000_000)}`;
  if (typeof value === 'number') return 987_654 + below(1_000_000);
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return value.map(falsified);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, falsified(inner)]));
}

/** With another key. The gaps of a cloze have theirs within. */
function withFalseKey(definition: { type: string; gaps?: unknown }): QuestionDefinition {
  const secret = SLOW_TYPES[definition.type]?.secret ?? SECRETS_BESIDES[definition.type]!;
  const gaps = (definition.type === 'cloze' ? definition.gaps : []) as { type: string }[];
  return {
    ...Object.fromEntries(
      Object.entries(definition).map(([name, value]: [string, unknown]) => [
        name,
        secret.includes(name) ? falsified(value) : value,
      ]),
    ),
    ...(gaps.length > 0 && { gaps: gaps.map((gap) => ({ ...withFalseKey(gap), weight: '987.5' })) }),
  } as QuestionDefinition;
}

const CASES = ALL_QUESTION_TYPES.map((described): [string, AnyQuestionType] => [described.name, described]);
describe.each(CASES)('random questions of the type %s', (name, described) => {
  const questions = questionsOf(described);

  it('are many, and described slowly or graded by nobody', () => {
    expect(questions.length).toBeGreaterThanOrEqual(10);
    const isGraded = GRADED.some(([graded]) => graded === name);
    expect([Object.hasOwn(SLOW_TYPES, name), Object.hasOwn(SECRETS_BESIDES, name)]).toEqual([
      isGraded,
      !isGraded,
    ]);
  });

  it('show learners the same whatever their key says', () => {
    for (const definition of questions) {
      const order = permuted(described.itemsOf?.(definition).map(({ id }) => id) ?? []);
      for (const shown of [null, order]) {
        const view = described.viewOf(definition, shown);
        const other = described.viewOf(withFalseKey(definition), shown);
        expect(JSON.stringify(other)).not.toMatch(/canary|98765|987\.5/);
        expect(other).toEqual(view);
      }
    }
  });

  it('earn nothing for what is no answer, whatever it is', () => {
    for (const definition of questions)
      for (const wrong of [
        null,
        undefined,
        {},
        [[]],
        [{}],
        'x'.repeat(1_000_000),
        '\u0000',
        -7.5,
        { a: { b: [] } },
      ]) {
        const { share } = gradeResponse(definition, wrong, '1');
        const isAnswer = wrong !== null && responseFaultsOf(definition, wrong).length === 0;
        if (!isAnswer) expect([wrong, share.isZero()]).toEqual([wrong, true]);
        expect(share.gte(0) && share.lte(1)).toBe(true);
      }
  });
});

describe.each(GRADED)('answers to random questions of the type %s', (name, described) => {
  const slow = SLOW_TYPES[name] as AnySlowType;
  const questions = questionsOf(described);

  it('earn what a slow computation says, from nothing to all, and the same twice and in any order', () => {
    const seen = new Set<string>();
    for (const definition of questions)
      for (let time = 0; time < TIMES_EACH; time += 1) {
        const response = slow.some(definition, chance);
        const expected = slow.earns(definition, response);
        const share = shareOf(definition, response);
        expect({ definition, response, share }).toEqual({ definition, response, share: expected });
        expect(isAbove(NOTHING, share) || isAbove(share, ALL)).toBe(false);
        const again = JSON.parse(JSON.stringify({ definition, response })) as {
          definition: QuestionDefinition;
          response: unknown;
        };
        expect(shareOf(again.definition, again.response)).toEqual(share);
        const anew = saidAnew(name, response);
        expect(shareOf(reordered(definition) as QuestionDefinition, anew)).toEqual(share);
        expect(isSameResponse(definition, response, anew)).toBe(true);
        seen.add(isAbove(ALL, share) ? (isAbove(share, NOTHING) ? 'a part' : 'nothing') : 'all');
      }
    // Neither all right nor all wrong, so that a type that grades everything alike would be told.
    expect([...seen]).toEqual(expect.arrayContaining(['all', 'nothing']));
  });

  it('earn all if they are right', () => {
    for (const definition of questions) {
      const right = slow.right(definition);
      expect({ definition, right, faults: responseFaultsOf(definition, right) }).toEqual({
        ...{ definition, right, faults: [] },
      });
      expect({ definition, right, share: shareOf(definition, right) }).toEqual({
        ...{ definition, right, share: ALL },
      });
      expect(gradeResponse(definition, right, '1').correct).toBe(true);
    }
  });
});

describe.each(CASES.filter(([, type]) => !type.grade))(
  'answers to questions of the type %s',
  (_name, described) => {
    it('wait for a person, and earn nothing before', () => {
      for (const definition of questionsOf(described)) {
        const { response } = described.example;
        expect(isMarkedByHand(definition)).toBe(true);
        expect(shareOf(definition, response)).toEqual(NOTHING);
        expect([needsMark(definition, response, '2'), needsMark(definition, null, '2')]).toEqual([
          true,
          false,
        ]);
      }
    });
  },
);
