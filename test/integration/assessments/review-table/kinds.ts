import { type Fact, FACTS, type Phase, PHASES, type Rules } from './oracle';

/** A kind of review setting: what is sent to the quiz, and which rules that are. */
export interface Kind {
  name: string;
  settings: object;
  rules: Rules;
}

const SCORE: Fact[] = ['answers', 'maxMarks', 'marks'];
const ALL: readonly Fact[] = FACTS;
const after = (facts: readonly Fact[], during: readonly Fact[] = []): Rules => ({
  during,
  ...{ immediatelyAfter: facts, laterWhileOpen: facts, afterClose: facts },
});
const kind = (name: string, rules: Rules): Kind => ({ name, settings: { review: rules }, rules });

const BY_HAND: Kind[] = [
  { name: 'what a new quiz has', settings: {}, rules: { ...after(SCORE, ['maxMarks']), afterClose: ALL } },
  {
    name: 'the word after_submission',
    settings: { feedback: 'after_submission' },
    rules: after(ALL, ['maxMarks']),
  },
  { name: 'the word never', settings: { feedback: 'never' }, rules: after(SCORE, ['maxMarks']) },
  kind('all in every phase', after(ALL, ALL)),
  kind('nothing in any phase', after([])),
  kind('all, during it only', after([], ALL)),
  ...PHASES.slice(1).map((phase) => kind(`all, ${phase} only`, { ...after([]), [phase]: ALL })),
  ...PHASES.slice(1).map((phase) => kind(`all, but nothing ${phase}`, { ...after(ALL), [phase]: [] })),
  kind('marks of each question', after(['answers', 'maxMarks', 'marks', 'correctness'])),
  ...(['answers', 'correctness', 'maxMarks', 'marks'] as const).map((fact) =>
    kind(`all but ${fact}`, after(FACTS.filter((one) => one !== fact))),
  ),
  ...FACTS.map((fact) => kind(`nothing but ${fact}`, after([...new Set<Fact>(['answers', fact])]))),
];

/** Of each fact in each phase whether a kind has it: 32 switches. */
const SWITCHES = PHASES.flatMap((phase) => FACTS.map((fact) => [phase, fact] as const));
const positionsOf = (rules: Rules): boolean[] => SWITCHES.map(([phase, fact]) => rules[phase].includes(fact));

/** Two switches and how each stands. */
function pairsOf(positions: readonly boolean[]): string[] {
  return positions.flatMap((one, first) =>
    positions.slice(first + 1).map((other, more) => `${first} ${one} ${first + 1 + more} ${other}`),
  );
}

function rulesOf(positions: readonly boolean[]): Rules {
  const of = (phase: Phase): Fact[] =>
    SWITCHES.filter(([which], index) => which === phase && positions[index]).map(([, fact]) => fact);
  return {
    during: of('during'),
    immediatelyAfter: of('immediatelyAfter'),
    laterWhileOpen: of('laterWhileOpen'),
    afterClose: of('afterClose'),
  };
}

/** Adds kinds, each the best of some that are drawn by a fixed seed, until every two switches stand in all four ways in one. */
function withAllPairs(kinds: readonly Kind[]): Kind[] {
  const every = [...kinds];
  const missing = missingPairs(every);
  let seed = 20_260_310;
  const next = (): boolean => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 16) % 2 === 1;
  };
  while (missing.size > 0) {
    const drawn = Array.from({ length: 60 }, () => SWITCHES.map(next));
    const worth = (positions: boolean[]): number =>
      pairsOf(positions).filter((pair) => missing.has(pair)).length;
    const best = drawn.reduce((one, other) => (worth(other) > worth(one) ? other : one));
    for (const pair of pairsOf(best)) missing.delete(pair);
    every.push(kind(`drawn ${every.length}`, rulesOf(best)));
  }
  return every;
}

/** The pairs of switches that stand so in no kind. */
export function missingPairs(kinds: readonly Kind[]): Set<string> {
  const missing = new Set(
    [true, false].flatMap((one) =>
      [true, false].flatMap((other) =>
        SWITCHES.flatMap((_, first) =>
          SWITCHES.slice(first + 1).map((__, more) => `${first} ${one} ${first + 1 + more} ${other}`),
        ),
      ),
    ),
  );
  for (const { rules } of kinds) for (const pair of pairsOf(positionsOf(rules))) missing.delete(pair);
  return missing;
}

export const KINDS: readonly Kind[] = withAllPairs(BY_HAND);
