import { readDecimal } from '../../../../../shared/decimals/read-decimal';
import type { XmlElement } from '../../xml-tree';
import { calculated as ourCalculated } from '../../../question-types/calculated/calculated';
import { PARAMETER_NAME, type Parameter } from '../../../question-types/calculated/calculated.dto';
import { shareOf } from '../../../../../shared/decimals/share-text';
import { fromMoodleFormula, toMoodleFormula } from '../../formulas';
import { sentences } from '../../formats.sentences';
import type { Remarks } from '../../remarks';
import {
  answersOf,
  child,
  feedbackLine,
  type ReadAnswer,
  textIn,
  textLine,
  unitLines,
  unitsOf,
  valueIn,
} from '../moodle-elements';
import { FORMAT, type MoodleReader, moodleType } from '../moodle-type';

/** Moodle's numbers for them (`question/type/numerical/question.php`). */
const TOLERANCES: Readonly<Record<string, string>> = { 1: 'relative', 2: 'absolute', 3: 'geometric' };
/** How many sets of values Moodle gets to choose from. */
const ITEMS = 20;
/** A formula in a text, which may name parameters in braces; without its closing brace Moodle shows it as it is. */
const EXPRESSION = /\{=[^{}]*(?:\{[^{}]+\}[^{}]*)*\}/;

const readCalculated: MoodleReader = (question, remarks) => {
  const expression = EXPRESSION.exec(textIn(child(question, 'questiontext')));
  if (expression) {
    const line = child(question, 'questiontext')?.line ?? question.line;
    const formula = expression[0].slice(0, 200);
    return remarks.refuse(line, 'expression_in_text', sentences.expressionInText({ formula }), {
      value: formula,
    });
  }
  const answers = answersOf(question, remarks, true);
  const right = answers?.find(({ share }) => shareOf(share).equals(1));
  if (!answers) return null;
  if (!right) return remarks.refuse(question.line, 'no_right_answer', sentences.noRightAnswer());
  for (const { line, number, text } of answers.filter((answer) => answer !== right))
    remarks.warn(line, 'answer_not_carried', sentences.moreFormulas(), {
      ...{ column: `option ${number}`, value: text },
    });
  const parameters = parametersOf(question, remarks);
  const formula = formulaOf(right, remarks);
  if (!parameters || formula === null) return null;
  const { element } = right;
  const toFigures = valueIn(element, 'correctanswerformat') === '2';
  return {
    type: 'calculated',
    definition: {
      ...{ parameters, formula, tolerance: toleranceOf(element, remarks) },
      rounding: {
        to: toFigures ? 'significant_figures' : 'decimals',
        places: Number(valueIn(element, 'correctanswerlength') || '2'),
      },
      ...unitsOf(question, remarks),
      ...(right.feedback !== undefined && { keyFeedback: right.feedback }),
    },
  };
};

function formulaOf({ text, line, number }: ReadAnswer, remarks: Remarks): string | null {
  const formula = fromMoodleFormula(text);
  const told = { column: `option ${number}`, value: text };
  if (formula === undefined)
    return remarks.refuse(
      line,
      'formula_not_read',
      sentences.formulaNotRead({ formula: text.slice(0, 100) }),
      told,
    );
  if (text.includes('%')) remarks.warn(line, 'remainder_changed', sentences.remainderOfWhole(), told);
  return formula;
}

function toleranceOf(answer: XmlElement, remarks: Remarks): { type: string; value: string } {
  const kind = valueIn(answer, 'tolerancetype') || '1';
  const type = TOLERANCES[kind];
  if (type === undefined)
    remarks.warn(answer.line, 'tolerance_changed', sentences.toleranceKindUnknown({ kind }), {
      ...{ column: 'tolerancetype', value: kind },
    });
  return { type: type ?? 'absolute', value: valueIn(answer, 'tolerance') || '0' };
}

/** Null where the remarks say why there are none. */
function parametersOf(question: XmlElement, remarks: Remarks): Parameter[] | null {
  const parameters: Parameter[] = [];
  for (const element of child(question, 'dataset_definitions')?.children ?? []) {
    const name = valueIn(element, 'name');
    if (!PARAMETER_NAME.test(name))
      return remarks.refuse(
        element.line,
        'parameter_not_carried',
        sentences.parameterNotCarried({ name: name.slice(0, 60) }),
        { value: name },
      );
    const parameter: Parameter = {
      ...{ name, min: valueIn(element, 'minimum'), max: valueIn(element, 'maximum') },
      decimals: Number(valueIn(element, 'decimals') || '0'),
      spread: valueIn(element, 'distribution') === 'loguniform' ? 'even_by_size' : 'even',
    };
    if (!holdsAll(element, parameter)) {
      const { min, max } = parameter;
      remarks.warn(element.line, 'values_not_carried', sentences.valuesNotCarried({ name, min, max }), {
        ...{ column: 'dataset_items', value: name },
      });
    }
    parameters.push(parameter);
  }
  return parameters;
}

/** Whether all values of the file can be drawn here, too. */
function holdsAll(dataset: XmlElement, { min, max, decimals }: Parameter): boolean {
  const [least, most] = [readDecimal(min), readDecimal(max)];
  if (!least || !most) return true;
  return (child(dataset, 'dataset_items')?.children ?? []).every((item) => {
    const value = readDecimal(valueIn(item, 'value'));
    if (!value) return false;
    return value.gte(least) && value.lte(most) && value.times(`1e${decimals}`).denominator === 1n;
  });
}

export const calculated = moodleType({
  type: 'calculated',
  readers: { calculated: readCalculated, calculatedsimple: readCalculated },
  write: (definition, losses) => {
    const { parameters, formula, tolerance, rounding, language, keyFeedback, otherFeedback } = definition;
    if (otherFeedback !== undefined) losses.add('feedback_not_carried', sentences.otherFeedbackLost());
    if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
    if (definition.acceptedTexts) losses.add('texts_not_carried', sentences.acceptedTextsLost());
    const kind = Object.entries(TOLERANCES).find(([, type]) => type === tolerance.type)?.[0];
    if (kind === undefined)
      return losses.all(
        'tolerance_not_carried',
        sentences.toleranceNotHeld({ format: FORMAT, kind: tolerance.type }),
      );
    const items = Array.from(
      { length: ITEMS },
      (_, index) => ourCalculated.draw?.(definition, `item ${index + 1}`) ?? {},
    );
    return {
      type: 'calculated',
      lines: [
        '<synchronize>0</synchronize>',
        '<single>0</single>',
        [
          `<answer fraction="100">${textLine(toMoodleFormula(formula))}`,
          `<tolerance>${tolerance.value.trim()}</tolerance><tolerancetype>${kind}</tolerancetype>`,
          `<correctanswerformat>${rounding.to === 'decimals' ? 1 : 2}</correctanswerformat>`,
          `<correctanswerlength>${rounding.places}</correctanswerlength>${feedbackLine(keyFeedback)}</answer>`,
        ].join(''),
        ...unitLines(definition, losses),
        `<dataset_definitions>${parameters.map((parameter) => dataset(parameter, items)).join('')}</dataset_definitions>`,
      ],
    };
  },
});

function dataset(
  { name, min, max, decimals, spread }: Parameter,
  drawn: readonly Record<string, string>[],
): string {
  const items = drawn.map(
    (values, index) =>
      `<dataset_item><number>${index + 1}</number><value>${values[name] ?? ''}</value></dataset_item>`,
  );
  return [
    `<dataset_definition><status>${textLine('private')}</status><name>${textLine(name)}</name><type>calculated</type>`,
    `<distribution>${textLine(spread === 'even' ? 'uniform' : 'loguniform')}</distribution>`,
    `<minimum>${textLine(min.trim())}</minimum><maximum>${textLine(max.trim())}</maximum>`,
    `<decimals>${textLine(String(decimals))}</decimals><itemcount>${drawn.length}</itemcount>`,
    `<dataset_items>${items.join('')}</dataset_items><number_of_items>${drawn.length}</number_of_items></dataset_definition>`,
  ].join('');
}
