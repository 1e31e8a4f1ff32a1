import {
  type FormulaFault,
  type FormulaTree,
  isFormulaTree,
  type OperatorSign,
  readFormulaTree,
} from './formula-tree';

export { type FormulaFault, LONGEST_FORMULA } from './formula-tree';

/** A formula that was read: its value for values of its names, by name. Not a number, or infinite, where it has none. */
export type Formula = (values: Readonly<Record<string, number>>) => number;

interface NamedFunction {
  least: number;
  most: number;
  apply: (...values: number[]) => number;
}

const of = (apply: (...values: number[]) => number, least = 1, most = least): NamedFunction => ({
  least,
  most,
  apply,
});
const MOST_ARGUMENTS = 20;

/** The functions that a formula may call. Angles are in radians. */
const FUNCTIONS: ReadonlyMap<string, NamedFunction> = new Map(
  Object.entries({
    abs: of(Math.abs),
    acos: of(Math.acos),
    acosh: of(Math.acosh),
    asin: of(Math.asin),
    asinh: of(Math.asinh),
    atan: of(Math.atan),
    atan2: of(Math.atan2, 2),
    atanh: of(Math.atanh),
    ceil: of(Math.ceil),
    cos: of(Math.cos),
    cosh: of(Math.cosh),
    deg2rad: of((degrees = 0) => (degrees * Math.PI) / 180),
    exp: of(Math.exp),
    expm1: of(Math.expm1),
    floor: of(Math.floor),
    fmod: of((whole = 0, by = 0) => whole % by, 2),
    ln: of(Math.log),
    log: of(Math.log),
    log10: of(Math.log10),
    log1p: of(Math.log1p),
    max: of(Math.max, 2, MOST_ARGUMENTS),
    min: of(Math.min, 2, MOST_ARGUMENTS),
    pi: of(() => Math.PI, 0),
    pow: of(Math.pow, 2),
    rad2deg: of((radians = 0) => (radians * 180) / Math.PI),
    round: of(roundedHalfAway, 1, 2),
    sin: of(Math.sin),
    sinh: of(Math.sinh),
    sqrt: of(Math.sqrt),
    tan: of(Math.tan),
    tanh: of(Math.tanh),
  }),
);
export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys()];

const OPERATORS: Readonly<Record<OperatorSign, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': Math.pow,
};

/**
 * Reads a formula: decimal numbers, the given names, `+ - * / % ^`, brackets, and calls of `FUNCTION_NAMES`. See
 * `readFormulaTree`.
 */
export function readFormula(text: string, names: ReadonlySet<string>): Formula | FormulaFault {
  const tree = readFormulaTree(text);
  if (!isFormulaTree(tree)) return tree;
  return faultOf(tree, names) ?? formulaOf(tree);
}

export function isFormula(read: Formula | FormulaFault): read is Formula {
  return typeof read === 'function';
}

/** What a formula names that there is not: the first, from the left. */
function faultOf(tree: FormulaTree, names: ReadonlySet<string>): FormulaFault | undefined {
  switch (tree.kind) {
    case 'number':
      return undefined;
    case 'name':
      return names.has(tree.name) ? undefined : { rule: 'isKnown', what: tree.name };
    case 'negation':
      return faultOf(tree.of, names);
    case 'operation':
      return faultOf(tree.left, names) ?? faultOf(tree.right, names);
    case 'call': {
      const { name, arguments: given } = tree;
      const known = FUNCTIONS.get(name);
      if (!known) return { rule: 'isFunction', what: name };
      if (given.length < known.least || given.length > known.most)
        return { rule: 'hasArguments', what: name };
      for (const argument of given) {
        const fault = faultOf(argument, names);
        if (fault) return fault;
      }
      return undefined;
    }
  }
}

function formulaOf(tree: FormulaTree): Formula {
  switch (tree.kind) {
    case 'number':
      return () => tree.value;
    case 'name':
      return (values) => values[tree.name] ?? NaN;
    case 'negation': {
      const of = formulaOf(tree.of);
      return (values) => -of(values);
    }
    case 'operation': {
      const apply = OPERATORS[tree.sign];
      const [left, right] = [formulaOf(tree.left), formulaOf(tree.right)];
      return (values) => apply(left(values), right(values));
    }
    case 'call': {
      const apply = FUNCTIONS.get(tree.name)?.apply ?? (() => NaN);
      const given = tree.arguments.map(formulaOf);
      return (values) => apply(...given.map((argument) => argument(values)));
    }
  }
}

/** Half away from zero; to so many decimals, 0 by default. */
function roundedHalfAway(number = 0, decimals = 0): number {
  const unit = 10 ** Math.trunc(decimals);
  return (Math.sign(number) * Math.round(Math.abs(number) * unit)) / unit;
}
