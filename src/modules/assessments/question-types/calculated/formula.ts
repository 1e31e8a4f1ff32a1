import jsep, {
  type BinaryExpression,
  type CallExpression,
  type Expression,
  type Identifier,
  type Literal,
  type UnaryExpression,
} from 'jsep';

/** A formula that was read: its value for values of its names, by name. Not a number, or infinite, where it has none. */
export type Formula = (values: Readonly<Record<string, number>>) => number;

/** What is wrong with a formula, and what of it. */
export interface FormulaFault {
  rule: 'isFormula' | 'isKnown' | 'isFunction' | 'hasArguments' | 'isSimple';
  /** The place of the first character that cannot be read, from 1; or the name or sign that is meant. */
  what: string;
}

export const LONGEST_FORMULA = 500;
/** Each number, name, operator and call is a part. */
const MOST_PARTS = 200;

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

const OPERATORS: ReadonlyMap<string, (left: number, right: number) => number> = new Map([
  ['+', (left, right) => left + right],
  ['-', (left, right) => left - right],
  ['*', (left, right) => left * right],
  ['/', (left, right) => left / right],
  ['%', (left, right) => left % right],
  ['^', Math.pow],
]);

// The parser knows JavaScript. Of its operators a formula has these; everything else that it reads is refused below.
jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.removeAllLiterals();
for (const sign of ['+', '-']) jsep.addUnaryOp(sign);
for (const sign of ['+', '-']) jsep.addBinaryOp(sign, 1);
for (const sign of ['*', '/', '%']) jsep.addBinaryOp(sign, 2);
jsep.addBinaryOp('^', 3, true);
// Brackets are kept in the tree, to tell -a^2 from (-a)^2: the parser takes a sign as a part of the number after it.
jsep.hooks.add('gobble-token', function (env) {
  if (this.char === '(') env.node = { type: 'Brackets', within: this.gobbleGroup() };
});

/**
 * Reads a formula: decimal numbers, the given names, `+ - * / % ^`, brackets, and calls of `FUNCTION_NAMES`. Powers bind first and
 * from the right, before a sign: -2^2 is -4. It is never run as a program: what is not one of these is refused, whatever the
 * parser makes of it.
 */
export function readFormula(text: string, names: ReadonlySet<string>): Formula | FormulaFault {
  if (text.length > LONGEST_FORMULA) return { rule: 'isSimple', what: '' };
  const tree = parsed(text);
  if ('rule' in tree) return tree as FormulaFault;
  let parts = 0;
  const read = (node: Expression): Formula => {
    parts += 1;
    if (parts > MOST_PARTS) throw new Unreadable('isSimple', '');
    switch (node.type) {
      case 'Brackets':
        return read(node['within'] as Expression);
      case 'Literal':
        return numberIn(node as Literal);
      case 'Identifier':
        return named(node as Identifier, names);
      case 'UnaryExpression':
        return signed(node as UnaryExpression, read((node as UnaryExpression).argument));
      case 'BinaryExpression':
        return combined(node as BinaryExpression, read);
      case 'CallExpression':
        return called(node as CallExpression, read);
      default:
        throw new Unreadable('isFormula', '1');
    }
  };
  try {
    return read(tree);
  } catch (error) {
    if (error instanceof Unreadable) return { rule: error.rule, what: error.what };
    throw error;
  }
}

export function isFormula(read: Formula | FormulaFault): read is Formula {
  return typeof read === 'function';
}

class Unreadable extends Error {
  constructor(
    readonly rule: FormulaFault['rule'],
    readonly what: string,
  ) {
    super(rule);
  }
}

function parsed(text: string): Expression | FormulaFault {
  try {
    return jsep(text);
  } catch (error) {
    const { index = 0 } = error as { index?: number };
    return { rule: 'isFormula', what: String(index + 1) };
  }
}

function numberIn({ value, raw }: Literal): Formula {
  if (typeof value !== 'number') throw new Unreadable('isKnown', raw);
  return () => value;
}

function named({ name }: Identifier, names: ReadonlySet<string>): Formula {
  if (!names.has(name)) throw new Unreadable('isKnown', name);
  return (values) => values[name] ?? NaN;
}

function signed({ operator }: UnaryExpression, argument: Formula): Formula {
  return operator === '-' ? (values) => -argument(values) : argument;
}

function combined(node: BinaryExpression, read: (node: Expression) => Formula): Formula {
  const { operator, left, right } = node;
  // The sign of -a^2 is that of the power.
  if (operator === '^' && left.type === 'UnaryExpression') {
    const sign = left as UnaryExpression;
    return signed(sign, combined({ ...node, left: sign.argument }, read));
  }
  const apply = OPERATORS.get(operator);
  if (!apply) throw new Unreadable('isKnown', operator);
  const [before, after] = [read(left), read(right)];
  return (values) => apply(before(values), after(values));
}

function called({ callee, arguments: given }: CallExpression, read: (node: Expression) => Formula): Formula {
  const name = callee.type === 'Identifier' ? (callee as Identifier).name : '';
  const known = FUNCTIONS.get(name);
  if (!known) throw new Unreadable('isFunction', name);
  if (given.length < known.least || given.length > known.most) throw new Unreadable('hasArguments', name);
  const formulas = given.map(read);
  return (values) => known.apply(...formulas.map((formula) => formula(values)));
}

/** Half away from zero; to so many decimals, 0 by default. */
function roundedHalfAway(number = 0, decimals = 0): number {
  const unit = 10 ** Math.trunc(decimals);
  return (Math.sign(number) * Math.round(Math.abs(number) * unit)) / unit;
}
