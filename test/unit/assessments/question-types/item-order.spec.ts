import { paperOf } from '../../../../src/modules/assessments/attempts/paper';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import {
  ALL_QUESTION_TYPES,
  type QuestionDefinition,
} from '../../../../src/modules/assessments/question-types/registry';
import { gradeResponse } from '../../../../src/modules/assessments/question-types/responses';
import { seededRandom } from '../../seeded-random';

const ROUNDS = 100;
/** The lists that can be the key as their authors wrote them: the fields of definition and view. */
const MAY_TELL_THE_KEY: Record<string, string> = {
  matching: 'choices',
  ordering: 'items',
  gap_select: 'choices',
};

const { below } = seededRandom(40);
const permuted = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, place: below(2 ** 31) }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);

/** The same definition, every list of things with ids in it written in another order. */
function rewritten(definition: QuestionDefinition): QuestionDefinition {
  const fields = Object.entries(definition).map(([name, value]: [string, unknown]) => [
    name,
    Array.isArray(value) && value.every((item) => typeof item === 'object') ? permuted(value) : value,
  ]);
  return Object.fromEntries(fields) as QuestionDefinition;
}

const questions = ALL_QUESTION_TYPES.map((type) => {
  const { definition } = readDefinition(type.name, type.example.definition);
  if (!definition) throw new Error(`The example of ${type.name} is not valid.`);
  return [type.name, type, definition] as const;
});

describe('the order in which the items of a question are shown', () => {
  it.each(questions)('is no part of how %s is graded', (_name, type, definition) => {
    const { response } = type.example;
    const before = gradeResponse(definition, response, '6');
    for (let round = 0; round < ROUNDS; round += 1)
      expect(gradeResponse(rewritten(definition), response, '6')).toEqual(before);
  });

  it.each(questions.filter(([, type]) => 'itemsOf' in type))(
    'is that of the attempt for %s, with every item once',
    (name, type, definition) => {
      const ids = type.itemsOf?.(definition).map(({ id }) => id) ?? [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const order = permuted(ids);
        const lists = Object.values(type.viewOf(definition, order)).filter((value) => Array.isArray(value));
        const shown = lists.map((list: Item[]) => list.map(({ id }) => id));
        // The items of a cloze are those of its gaps, each gap with an order of its own.
        if (name === 'cloze') expect(itemsByGap(order)).toEqual(optionsByGap(lists[0] as Item[]));
        else expect(shown).toContainEqual(order);
      }
    },
  );

  it.each(Object.entries(MAY_TELL_THE_KEY))(
    'tells nothing of how the author of %s wrote its %s, whether the quiz shuffles or not',
    (name, field) => {
      const [, type, definition] = questions.find(([of]) => of === name)!;
      const shownFor = (order: string[] | null) => {
        const seen = new Set<string>();
        for (let round = 0; round < ROUNDS; round += 1) {
          const view = type.viewOf(rewritten(definition), order) as unknown as Record<string, unknown>;
          seen.add(JSON.stringify(view[field]));
        }
        return seen;
      };
      expect(shownFor(null).size).toBe(1);
      expect(shownFor(type.itemsOf!(definition).map(({ id }) => id)).size).toBe(1);
    },
  );

  it.each(Object.keys(MAY_TELL_THE_KEY))(
    'has each place for the right answer of %s equally often',
    (name) => {
      const [, type, definition] = questions.find(([of]) => of === name)!;
      const ids = type.itemsOf!(definition).map(({ id }) => id);
      const counts = ids.map(() => 0);
      const version = {
        id: 'q',
        versionId: 'v',
        keyRevisionId: 'k',
        promptHtml: '',
        points: '1',
        feedbackHtml: null,
        ...{ guidance: null, voided: null },
      };
      for (let seed = 0; seed < 4000; seed += 1) {
        const quiz = { shuffleQuestions: false, shuffleOptions: true };
        const [question] = paperOf([{ ...version, definition, optionOrder: null, drawn: null }], seed, quiz);
        const place = question!.optionOrder!.indexOf(ids[0]!);
        counts[place] = counts[place]! + 1;
      }
      // Five standard deviations around the same for all.
      const expected = 4000 / ids.length;
      for (const count of counts) expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
    },
  );
});

interface Item {
  id: string;
  options?: Item[];
}

/** The ids of the options of each gap that has any, in the order of the whole. */
function itemsByGap(order: readonly string[]): Record<string, string[]> {
  const byGap: Record<string, string[]> = {};
  for (const item of order) {
    const [gap = '', id = ''] = item.split('/');
    (byGap[gap] ??= []).push(id);
  }
  return byGap;
}

function optionsByGap(gaps: readonly Item[]): Record<string, string[]> {
  const withOptions = gaps.filter(({ options }) => options !== undefined);
  return Object.fromEntries(
    withOptions.map(({ id, options = [] }) => [id, options.map((option) => option.id)]),
  );
}
