import type { FieldError } from '../../../../shared/errors/domain-error';
import { type ChoiceOption, optionFaults, shownOptions, textsOf } from '../parts/choice-option.dto';
import { inOrderOrNeutral } from '../parts/item-order';
import type { ApiSchema, ResponseShape } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { OrderingDefinition, OrderingView } from './ordering.dto';
import { sentences } from './ordering.sentences';
import { guessOfOrder, scoreOfOrder } from './scorings';

const ORDER: ApiSchema = {
  type: 'array',
  items: { type: 'string' },
  uniqueItems: true,
  description: 'The ids of all items, in an order.',
};

const order: ResponseShape<string[], Pick<OrderingDefinition, 'items'>> = {
  schema: ORDER,
  faultsOf(value, { items }, field) {
    if (!Array.isArray(value) || value.length !== items.length)
      return [{ field, rule: 'isOrder', message: sentences.sendOrder({ field, count: items.length }) }];
    return orderFaults(value, items, field);
  },
  isSame: (one, other) => one.length === other.length && one.every((id, at) => id === other[at]),
};

export const ordering = questionType({
  name: 'ordering',
  Definition: OrderingDefinition,
  keyFields: ['key', 'scoring'],
  definitionFaults: ({ items, key }) => {
    const field = 'definition.key';
    const wrongLength =
      key.length === items.length
        ? []
        : [{ field, rule: 'isOrder', message: sentences.sendOrder({ field, count: items.length }) }];
    return [...optionFaults(items, 'definition.items'), ...wrongLength, ...orderFaults(key, items, field)];
  },
  View: OrderingView,
  viewOf: ({ type, items }, order) => ({ type, items: inOrderOrNeutral(shownOptions(items), order) }),
  itemsOf: ({ items }) => items,
  response: order,
  grade: ({ key, scoring }, given) =>
    scoreOfOrder(
      scoring,
      given.map((id) => key.indexOf(id)),
    ),
  guessShare: ({ items, scoring }) => guessOfOrder(scoring, items.length),
  summary: ({ items }, given) => given.map((id) => textsOf(items, [id])).join(' → '),
  keySchema: { ...ORDER, description: 'The ids of all items in the right order.' },
  keyOf: ({ key }) => key,
  example: {
    summary: 'Ordering, each right pair earns a part',
    prompt: 'Put these in the order in which a study goes through them.',
    points: '3',
    definition: {
      items: [
        { id: 'question', text: 'Ask a question' },
        { id: 'collect', text: 'Collect data' },
        { id: 'summarize', text: 'Summarize the data' },
        { id: 'conclude', text: 'Draw a conclusion' },
      ],
      key: ['question', 'collect', 'summarize', 'conclude'],
      scoring: 'all_before_and_after',
    },
    feedback: 'First the question: it says which data are worth collecting.',
    response: ['question', 'collect', 'conclude', 'summarize'],
  },
});

function orderFaults(ids: readonly unknown[], items: readonly ChoiceOption[], at: string): FieldError[] {
  return ids.flatMap((id, index) => {
    const field = `${at}[${index}]`;
    if (!items.some((item) => item.id === id))
      return [{ field, rule: 'isOption', message: sentences.isNoItem({ field }) }];
    return ids.indexOf(id) === index
      ? []
      : [{ field, rule: 'unique', message: sentences.itemTwice({ field }) }];
  });
}
