import { sentences } from '../../formats.sentences';
import { MOODLE_SCORINGS } from '../../ordering-scorings';
import { orderOf } from '../../shared-answers';
import { children, plainIn, textLine, valueIn } from '../moodle-elements';
import { moodleType } from '../moodle-type';

const SHOWS_ALL = 'ALL';

export const ordering = moodleType({
  type: 'ordering',
  readers: {
    ordering: (question, remarks) => {
      const items = children(question, 'answer').map((element, index) => ({
        line: element.line,
        text: plainIn(element, remarks, `option ${index + 1}`),
      }));
      const selection = valueIn(question, 'selecttype');
      if (selection !== '' && selection !== SHOWS_ALL)
        remarks.warn(question.line, 'selection_not_carried', sentences.selectionLost(), {
          ...{ column: 'selecttype', value: selection },
        });
      return orderOf(items, valueIn(question, 'gradingtype'), { remarks, line: question.line });
    },
  },
  write: ({ items, key, scoring }, losses) => {
    const texts = new Map(items.map(({ id, text }) => [id, text]));
    return {
      type: 'ordering',
      lines: [
        '<layouttype>VERTICAL</layouttype>',
        `<selecttype>${SHOWS_ALL}</selecttype>`,
        '<selectcount>0</selectcount>',
        `<gradingtype>${MOODLE_SCORINGS[scoring]}</gradingtype>`,
        ...key.map(
          (id, index) =>
            `<answer fraction="${index + 1}.0000000" format="plain_text">${textLine(losses.trimmed(texts.get(id) ?? ''))}</answer>`,
        ),
      ],
    };
  },
});
