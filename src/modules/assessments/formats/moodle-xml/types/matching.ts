import { sentences } from '../../formats.sentences';
import { PairList } from '../../shared-answers';
import { child, children, plainIn, textIn, textLine } from '../moodle-elements';
import { type MoodleReader, moodleType } from '../moodle-type';

const readPairs: MoodleReader = (question, remarks) => {
  const pairs = new PairList();
  for (const [index, element] of children(question, 'subquestion').entries()) {
    const column = `pair ${index + 1}`;
    const right = child(element, 'answer');
    const choice = right?.attributes['format'] ? plainIn(right, remarks, column) : textIn(right).trim();
    const stem = plainIn(element, remarks, column);
    if (choice === '' && stem === '') continue;
    if (choice === '')
      return remarks.refuse(element.line, 'choice_missing', sentences.sideMissing(), { column });
    pairs.add(stem, choice);
  }
  return pairs.finished(remarks, question.line);
};

export const matching = moodleType({
  type: 'matching',
  // Those that are dragged have formatted texts on the right, too.
  readers: { matching: readPairs, ddmatch: readPairs },
  write: ({ stems, choices, key }, losses) => {
    const texts = new Map(choices.map(({ id, text }) => [id, text]));
    if (new Set(texts.values()).size < choices.length)
      losses.add('choices_merged', sentences.choicesMerged());
    const used = new Set(Object.values(key).map((id) => texts.get(id)));
    const others = new Set([...texts.values()].filter((choice) => !used.has(choice)));
    const pair = (stem: string, choice: string): string =>
      `<subquestion format="plain_text">${textLine(losses.trimmed(stem))}<answer>${textLine(losses.trimmed(choice))}</answer></subquestion>`;
    return {
      type: 'matching',
      lines: [
        ...stems.map(({ id, text }) => pair(text, texts.get(key[id] ?? '') ?? '')),
        ...[...others].map((choice) => pair('', choice)),
      ],
    };
  },
});
