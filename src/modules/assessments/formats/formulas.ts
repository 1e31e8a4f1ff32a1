import { type FormulaTree, isFormulaTree, readFormulaTree } from '../question-types/calculated/formula-tree';

/** How a formula is written in a file. */
interface Dialect {
  name: (name: string) => string;
  /** Calls that stand in place of signs, and the other way around. */
  rewritten: (tree: FormulaTree) => FormulaTree;
}

const SIGNS_AS_CALLS: Readonly<Record<string, string>> = { '^': 'pow', '%': 'fmod' };
const CALLS_AS_SIGNS: Readonly<Record<string, '^' | '%'>> = { pow: '^', fmod: '%' };

/** Moodle computes by PHP, which has neither a sign for powers nor one for the remainder of a fraction. */
const MOODLE: Dialect = {
  name: (name) => `{${name}}`,
  rewritten: (tree) => {
    if (tree.kind === 'call' && tree.name === 'ln') return { ...tree, name: 'log' };
    const call = tree.kind === 'operation' ? SIGNS_AS_CALLS[tree.sign] : undefined;
    if (tree.kind !== 'operation' || call === undefined) return tree;
    return { kind: 'call', name: call, arguments: [tree.left, tree.right] };
  },
};

const OURS: Dialect = {
  name: (name) => name,
  rewritten: (tree) => {
    if (tree.kind !== 'call' || !Object.hasOwn(CALLS_AS_SIGNS, tree.name)) return tree;
    const [left, right, more] = tree.arguments;
    const sign = CALLS_AS_SIGNS[tree.name];
    return left && right && !more && sign ? { kind: 'operation', sign, left, right } : tree;
  },
};

/** A formula of ours, which has been checked, as Moodle writes it. */
export function toMoodleFormula(formula: string): string {
  const tree = readFormulaTree(formula);
  return isFormulaTree(tree) ? printed(tree, MOODLE) : formula;
}

/** A formula of Moodle as ours; undefined where it cannot be read. Whether there are such functions is not judged. */
export function fromMoodleFormula(formula: string): string | undefined {
  const tree = readFormulaTree(formula.trim().replace(/\{([A-Za-z]\w*)\}/g, '$1'));
  return isFormulaTree(tree) ? printed(tree, OURS) : undefined;
}

const STRENGTH = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2, '^': 4 } as const;
const STRONGEST = 5;

/** With brackets only where the shape of the formula needs them. `least`: what binds less strongly needs them. */
function printed(tree: FormulaTree, dialect: Dialect, least = 0): string {
  const node = dialect.rewritten(tree);
  switch (node.kind) {
    case 'number':
      return node.written;
    case 'name':
      return dialect.name(node.name);
    case 'call':
      return `${node.name}(${node.arguments.map((each) => printed(each, dialect)).join(', ')})`;
    case 'negation':
      return bracketed(`-${printed(node.of, dialect, STRENGTH['^'])}`, least > STRENGTH['*']);
    case 'operation': {
      const { sign, left, right } = node;
      const own = STRENGTH[sign];
      const isPower = sign === '^';
      const before = printed(left, dialect, isPower ? STRONGEST : own);
      const last = printed(right, dialect, isPower ? own : own + 1);
      // A sign after a sign would be hard to read.
      const after = bracketed(last, last.startsWith('-'));
      return bracketed(isPower ? `${before}^${after}` : `${before} ${sign} ${after}`, own < least);
    }
  }
}

function bracketed(text: string, needs: boolean): string {
  return needs ? `(${text})` : text;
}
