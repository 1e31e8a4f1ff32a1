import jsep, {
  type BinaryExpression,
  type CallExpression,
  type Expression,
  type Identifier,
  type Literal,
  type UnaryExpression,
} from 'jsep';

export const OPERATOR_SIGNS = ['+', '-', '*', '/', '%', '^'] as const;
export type OperatorSign = (typeof OPERATOR_SIGNS)[number];

/** What a formula says. Brackets are in its shape. */
export type FormulaTree =
  | { kind: 'number'; value: number; written: string }
  | { kind: 'name'; name: string }
  | { kind: 'negation'; of: FormulaTree }
  | { kind: 'operation'; sign: OperatorSign; left: FormulaTree; right: FormulaTree }
  | { kind: 'call'; name: string; arguments: FormulaTree[] };

/** What is wrong with a formula, and what of it. */
export interface FormulaFault {
  rule: 'isFormula' | 'isKnown' | 'isFunction' | 'hasArguments' | 'isSimple';
  /** The place of the first character that cannot be read, from 1; or the name or sign that is meant. */
  what: string;
}

export const LONGEST_FORMULA = 500;
/** Each number, name, operator and call is a part. */
const MOST_PARTS = 200;

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
 * Reads a formula: decimal numbers, names, `+ - * / % ^`, brackets, and calls. Powers bind first and from the right, before a
 * sign: -2^2 is -4. It is never run as a program: what is not one of these is refused, whatever the parser makes of it. Whether
 * there are such names and functions is not judged here.
 */
export function readFormulaTree(text: string): FormulaTree | FormulaFault {
  if (text.length > LONGEST_FORMULA) return { rule: 'isSimple', what: '' };
  const parsed = parsedBy(text);
  if ('rule' in parsed) return parsed as FormulaFault;
  let parts = 0;
  const read = (node: Expression): FormulaTree => {
    parts += 1;
    if (parts > MOST_PARTS) throw new Unreadable('isSimple', '');
    switch (node.type) {
      case 'Brackets':
        return read(node['within'] as Expression);
      case 'Literal':
        return numberIn(node as Literal);
      case 'Identifier':
        return { kind: 'name', name: (node as Identifier).name };
      case 'UnaryExpression':
        return signed(node as UnaryExpression, read((node as UnaryExpression).argument));
      case 'BinaryExpression':
        return operation(node as BinaryExpression, read);
      case 'CallExpression':
        return call(node as CallExpression, read);
      default:
        throw new Unreadable('isFormula', '1');
    }
  };
  try {
    return read(parsed);
  } catch (error) {
    if (error instanceof Unreadable) return { rule: error.rule, what: error.what };
    throw error;
  }
}

export function isFormulaTree(read: FormulaTree | FormulaFault): read is FormulaTree {
  return 'kind' in read;
}

class Unreadable extends Error {
  constructor(
    readonly rule: FormulaFault['rule'],
    readonly what: string,
  ) {
    super(rule);
  }
}

function parsedBy(text: string): Expression | FormulaFault {
  try {
    return jsep(text);
  } catch (error) {
    const { index = 0 } = error as { index?: number };
    return { rule: 'isFormula', what: String(index + 1) };
  }
}

function numberIn({ value, raw }: Literal): FormulaTree {
  if (typeof value !== 'number') throw new Unreadable('isKnown', raw);
  return { kind: 'number', value, written: raw };
}

function signed({ operator }: UnaryExpression, of: FormulaTree): FormulaTree {
  return operator === '-' ? { kind: 'negation', of } : of;
}

function operation(node: BinaryExpression, read: (node: Expression) => FormulaTree): FormulaTree {
  const { operator, left, right } = node;
  // The sign of -a^2 is that of the power.
  if (operator === '^' && left.type === 'UnaryExpression') {
    const sign = left as UnaryExpression;
    return signed(sign, operation({ ...node, left: sign.argument }, read));
  }
  const sign = OPERATOR_SIGNS.find((known) => known === operator);
  if (!sign) throw new Unreadable('isKnown', operator);
  return { kind: 'operation', sign, left: read(left), right: read(right) };
}

function call(
  { callee, arguments: given }: CallExpression,
  read: (node: Expression) => FormulaTree,
): FormulaTree {
  if (callee.type !== 'Identifier') throw new Unreadable('isFormula', '1');
  return { kind: 'call', name: (callee as Identifier).name, arguments: given.map(read) };
}
