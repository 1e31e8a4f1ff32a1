import { guidanceOf } from '../../../../src/modules/assessments/questions/question-content';
import type { StoredQuestion } from '../../../../src/modules/assessments/formats/question-format';

type Json = { [name: string]: unknown };

/**
 * What is the same however it is written: numbers such as `0` and `0.0`, the ids of items, which most formats do not have, and the
 * order of items where it does not matter.
 */
export function comparable(questions: readonly object[]): unknown {
  return questions.map((question) => plain(withoutIds(question as Json)));
}

/** A question as it was read, in the form of one that is stored. */
export function asStored(read: object | null): object {
  const question = (read ?? {}) as StoredQuestion;
  const { type, prompt, points, feedback = null, definition, tags = [] } = question;
  const guidance = guidanceOf(question);
  return { type, prompt, points, feedback, definition: { ...definition, type }, tags, ...guidance };
}

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'string' && /^-?\d+(\.\d+)?$/.test(each) ? String(Number(each) || 0) : each,
    ),
  );
}

type Named = { id: string } & Json;
type Pairs = Record<string, string>;

function withoutIds({ definition, ...question }: Json): Json {
  return { ...question, definition: numbered(definition as Json) };
}

/** With numbers for the ids of items, in an order that says nothing. */
function numbered(definition: Json): Json {
  const { type, key } = definition;
  const [options, items, choices, stems, gaps] = ['options', 'items', 'choices', 'stems', 'gaps'].map(
    (field) => (definition[field] ?? []) as Named[],
  ) as [Named[], Named[], Named[], Named[], Named[]];
  if (type === 'ordering')
    return { ...definition, ...listed({ items: inOrder(items, key as string[]) }), key: null };
  if (type === 'matching') {
    const pairs = stems.map(({ id }) => (key as Pairs)[id] ?? '');
    const all = inOrder(choices, [...pairs, ...choices.map(({ id }) => id)]);
    return { ...definition, ...listed({ stems, choices: all }), key: pairs.map((id) => indexOf(all, id)) };
  }
  if (gaps.length > 0) {
    const text = String(definition['text']);
    const all = gaps.toSorted((one, other) => placeIn(text, one) - placeIn(text, other));
    return {
      ...{ ...definition, gaps: all.map((gap) => ({ ...numbered(gap), id: null })) },
      text: text.replace(/\[\[([^[\]]+)\]\]/g, (_, id: string) => `[[${indexOf(all, id)}]]`),
      ...(type === 'gap_select' && {
        ...listed({ choices }),
        key: all.map(({ id }) => indexOf(choices, (key as Pairs)[id] ?? '')),
      }),
    };
  }
  if (options.length === 0) return definition;
  const byOption = (shares: unknown): unknown =>
    shares && options.map(({ id }) => (shares as Pairs)[id] ?? '0');
  return {
    ...{ ...definition, ...listed({ options }), shares: byOption(definition['shares']) },
    weights: byOption(definition['weights']),
    optionFeedback: said(options, definition['optionFeedback']),
    key: [key].flat().map((id) => indexOf(options, String(id))),
    exclusive: indexOf(options, (definition['exclusive'] as string | undefined) ?? ''),
  };
}

function said(options: Named[], feedback: unknown): unknown {
  return feedback && options.map(({ id }) => (feedback as Pairs)[id] ?? null);
}

function inOrder(items: Named[], ids: string[]): Named[] {
  return [...new Set(ids)].flatMap((id) => items.find((item) => item.id === id) ?? []);
}

function listed(lists: Record<string, Named[]>): Json {
  return Object.fromEntries(
    Object.entries(lists).map(([field, items]) => [field, items.map((item) => ({ ...item, id: null }))]),
  );
}

function indexOf(items: Named[], id: string): number {
  return items.findIndex((item) => item.id === id);
}

function placeIn(text: string, { id }: Named): number {
  return text.indexOf(`[[${id}]]`);
}
