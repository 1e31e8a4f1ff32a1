import { Rational } from '../../../../../shared/decimals/rational';
import {
  type FormulaTree,
  isFormulaTree,
  readFormulaTree,
} from '../../../question-types/calculated/formula-tree';
import type { CalculatedDefinition, Parameter } from '../../../question-types/calculated/calculated.dto';
import { sentences } from '../../formats.sentences';
import { writtenMarkdown } from '../qti-content';
import { chainRule } from '../qti-lines';
import { PLACES } from '../qti-shares';
import { FORMAT, qtiType } from '../qti-type';

const RESPONSE = 'RESPONSE';
const SIGNS: Readonly<Record<string, string>> = {
  ...{ '+': 'qti-sum', '-': 'qti-subtract', '*': 'qti-product', '/': 'qti-divide', '^': 'qti-power' },
};
/** What `mathOperator` has, by our names. */
const OPERATORS: Readonly<Record<string, string>> = {
  ...{ abs: 'abs', acos: 'acos', asin: 'asin', atan: 'atan', atan2: 'atan2', ceil: 'ceil', cos: 'cos' },
  ...{ cosh: 'cosh', deg2rad: 'toRadians', exp: 'exp', floor: 'floor', ln: 'ln', log: 'ln', log10: 'log' },
  ...{ rad2deg: 'toDegrees', sin: 'sin', sinh: 'sinh', tan: 'tan', tanh: 'tanh' },
};

/**
 * Numbers that are drawn by the template of an item. How they are drawn is a program, which is not read: ours come back by the exact
 * copy.
 */
export const calculated = qtiType({
  type: 'calculated',
  readers: {},
  write: (definition, points, losses, { prompt }) => {
    const { parameters, formula, tolerance, units, acceptedTexts } = definition;
    const { language, keyFeedback, otherFeedback } = definition;
    const tree = readFormulaTree(formula);
    const value = isFormulaTree(tree) ? expression(tree) : null;
    const test = toleranceOf(tolerance);
    if (value === null)
      return losses.all('formula_not_carried', sentences.formulaNotHeld({ format: FORMAT }));
    if (test === null)
      return losses.all(
        'tolerance_not_carried',
        sentences.toleranceNotHeld({ format: FORMAT, kind: tolerance.type }),
      );
    if (units) losses.add('units_not_carried', sentences.unitsLost());
    if (acceptedTexts) losses.add('texts_not_carried', sentences.acceptedTextsLost());
    if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
    if (parameters.some(({ spread }) => spread !== 'even'))
      losses.add('spread_not_carried', sentences.spreadLost());
    if (keyFeedback !== undefined || otherFeedback !== undefined)
      losses.add('feedback_not_carried', sentences.answerFeedbackLost());
    const [name = ''] = test.split(' ');
    const condition = `<${test}><qti-variable identifier="${RESPONSE}"/><qti-correct identifier="${RESPONSE}"/></${name}>`;
    const set = parameters.map(
      (parameter) =>
        `<qti-set-template-value identifier="${parameter.name}">${drawn(parameter)}</qti-set-template-value>`,
    );
    return {
      declarations: [
        `<qti-response-declaration identifier="${RESPONSE}" cardinality="single" base-type="float"/>`,
      ],
      templates: [
        ...parameters.map(
          (parameter) =>
            `<qti-template-declaration identifier="${parameter.name}" cardinality="single" base-type="float"/>`,
        ),
        `<qti-template-processing>${set.join('')}<qti-set-correct-response identifier="${RESPONSE}">${rounded(definition, value)}</qti-set-correct-response></qti-template-processing>`,
      ],
      promptXml: (more) => withDrawn(writtenMarkdown(prompt, 'prompt', more), parameters),
      body: `<p><qti-text-entry-interaction response-identifier="${RESPONSE}" expected-length="20"/></p>`,
      rules: [chainRule([{ condition, points: points.toDecimal(PLACES) }])],
    };
  },
});

/** Whole numbers are drawn, and divided so that they have the decimals. */
function drawn({ min, max, decimals }: Parameter): string {
  const factor = Rational.of(`1e${decimals}`);
  const least = (-Rational.of(min.trim()).times(factor).times(-1).floor()).toString();
  const most = Rational.of(max.trim()).times(factor).floor().toString();
  const whole = `<qti-random-integer min="${least}" max="${most}"/>`;
  return decimals === 0 ? whole : `<qti-divide>${whole}${number(factor.toDecimal(0))}</qti-divide>`;
}

function rounded({ rounding }: CalculatedDefinition, value: string): string {
  const mode = rounding.to === 'decimals' ? 'decimalPlaces' : 'significantFigures';
  return `<qti-round-to rounding-mode="${mode}" figures="${rounding.places}">${value}</qti-round-to>`;
}

function toleranceOf({ type, value }: CalculatedDefinition['tolerance']): string | null {
  const bound = value.trim();
  if (type === 'significant_figures')
    return `qti-equal-rounded rounding-mode="significantFigures" figures="${bound}"`;
  if (type === 'geometric') return null;
  const percent = type === 'relative' ? Rational.of(bound).times(100).toDecimal(60) : bound;
  return `qti-equal tolerance-mode="${type}" tolerance="${percent} ${percent}"`;
}

/** The numbers stand in the text in the place of their names. What the text was made of stays as it is. */
function withDrawn(xml: string, parameters: readonly Parameter[]): string {
  const end = xml.indexOf('>') + 1;
  const shown = xml
    .slice(end)
    .replace(/(<[^>]*>)|\{([A-Za-z]\w*)\}/g, (whole, tag: string | undefined, name: string) =>
      tag === undefined && parameters.some((parameter) => parameter.name === name)
        ? `<qti-printed-variable identifier="${name}"/>`
        : whole,
    );
  return `${xml.slice(0, end)}${shown}`;
}

function number(value: string): string {
  return `<qti-base-value base-type="float">${value}</qti-base-value>`;
}

/** Null for what QTI has no operator for. */
function expression(tree: FormulaTree): string | null {
  switch (tree.kind) {
    case 'number':
      return number(tree.written);
    case 'name':
      return `<qti-variable identifier="${tree.name}"/>`;
    case 'negation':
      return called('qti-subtract', [{ kind: 'number', value: 0, written: '0' }, tree.of]);
    case 'operation': {
      const name = SIGNS[tree.sign];
      return name === undefined ? null : called(name, [tree.left, tree.right]);
    }
    case 'call':
      return call(tree.name, tree.arguments);
  }
}

function call(name: string, given: FormulaTree[]): string | null {
  const half: FormulaTree = { kind: 'number', value: 0.5, written: '0.5' };
  if (name === 'pi') return '<qti-math-constant name="pi"/>';
  if (name === 'pow') return called('qti-power', given);
  if (name === 'sqrt') return called('qti-power', [...given, half]);
  if (name === 'min' || name === 'max') return called(`qti-${name}`, given);
  const operator = OPERATORS[name];
  return operator === undefined ? null : called('qti-math-operator', given, ` name="${operator}"`);
}

function called(name: string, given: readonly FormulaTree[], more = ''): string | null {
  const inside = given.map(expression);
  return inside.every((each) => each !== null) ? `<${name}${more}>${inside.join('')}</${name}>` : null;
}
