import type { XmlElement } from '../xml-tree';
import { child, children, type QtiItem } from './qti-item';

/** How one answer is scored. */
export type ResponseScoring =
  /** All points for the right value, and none for others. */
  | { kind: 'match'; points: string }
  /** What the mapping says for each value. */
  | { kind: 'map' }
  /** All points for a text that the pattern fits as a whole. */
  | { kind: 'pattern'; pattern: string; points: string }
  /** All points for a number that is close enough to `key`, or to the right value where that is null. */
  | {
      kind: 'close';
      key: string | null;
      type: 'absolute' | 'relative' | 'significant_figures';
      value: string;
      points: string;
    };

/** The scoring of each answer, by its identifier, or the line of the first rule that is not known here. */
export type Processing = { scorings: ReadonlyMap<string, ResponseScoring[]> } | { unknownAt: number };

/** The templates that all systems know, by the ends of their addresses in QTI 2.0, 2.1, 2.2 and 3. */
const TEMPLATE = /(?:^|\/)(?:CC2_)?(match_correct|map_response(?:_point)?)(?:_base)?(?:\.xml)?$/i;
const RESPONSE = 'RESPONSE';
const SCORES = /^(?:SCORE|score)$/;

/**
 * What the rules of an item do, where they have one of the shapes that programs write: the two standard templates, or their rules
 * written out, for one answer or for several whose scores are added. Rules of any other shape are a program, which is not run.
 */
export function processingOf({ root, declarations }: QtiItem): Processing {
  const processing = child(root, 'responseProcessing');
  const scorings = new Map<string, ResponseScoring[]>();
  const add = (identifier: string, scoring: ResponseScoring): boolean => {
    if (!declarations.has(identifier)) return false;
    scorings.set(identifier, [...(scorings.get(identifier) ?? []), scoring]);
    return true;
  };
  if (!processing) {
    // Nothing says how, but what is right.
    for (const [identifier, { mapping, areas }] of declarations)
      add(identifier, mapping || areas.length > 0 ? { kind: 'map' } : { kind: 'match', points: '1' });
    return { scorings };
  }
  const template = processing.attributes['template'] ?? '';
  if (template !== '' && processing.children.length === 0) {
    const name = TEMPLATE.exec(template)?.[1]?.toLowerCase();
    if (name === undefined) return { unknownAt: processing.line };
    add(RESPONSE, name !== 'match_correct' ? { kind: 'map' } : { kind: 'match', points: '1' });
    return { scorings };
  }
  for (const rule of processing.children) {
    const found = ruleOf(rule);
    if (!found?.every(([identifier, scoring]) => add(identifier, scoring))) return { unknownAt: rule.line };
  }
  return { scorings };
}

type Found = [string, ResponseScoring][];

/** Undefined for a rule of no known shape. */
function ruleOf(rule: XmlElement): Found | undefined {
  if (rule.name === 'setOutcomeValue') return valueSet(rule);
  if (rule.name !== 'responseCondition') return undefined;
  const [first, ...others] = rule.children;
  const condition = first?.children[0];
  const sets = (first?.children ?? []).slice(1).filter(({ name }) => name === 'setOutcomeValue');
  if (first?.name !== 'responseIf' || !condition || sets.length !== first.children.length - 1)
    return undefined;
  // An answer that was left out earns nothing; whatever else is in the part for those that were not.
  if (condition.name === 'isNull') {
    const [other] = others;
    if (!sets.every(setsNothing) || others.length !== 1 || other?.name !== 'responseElse') return undefined;
    const found = other.children.map(ruleOf);
    return found.every((each) => each !== undefined) ? found.flat() : undefined;
  }
  if (sets.every(setsOther))
    return others.every((other) => onlyOther(other) || other.children.slice(1).every(setsOther))
      ? []
      : undefined;
  return chainOf([first, ...others]);
}

/** Conditions on one answer, of which the first that is true counts. */
function chainOf(branches: readonly XmlElement[]): Found | undefined {
  const found: Found = [];
  for (const {
    name,
    children: [condition, ...sets],
  } of branches) {
    if (name === 'responseElse') {
      if (!condition || ![condition, ...sets].every(setsNothing)) return undefined;
      continue;
    }
    const points = sets.map(pointsSet).find((value) => value !== undefined);
    const isKnown =
      /^responseIf$|^responseElseIf$/.test(name) && sets.every((set) => set.name === 'setOutcomeValue');
    const one = isKnown && condition && points !== undefined ? conditionOf(condition, points) : undefined;
    if (!one || one.some(([identifier]) => found.some(([known]) => known !== identifier))) return undefined;
    found.push(...one);
  }
  return found;
}

function conditionOf(condition: XmlElement, points: string): Found | undefined {
  const { name, attributes } = condition;
  const identifier = variableIn(condition);
  const pattern = attributes['pattern'];
  if (name === 'patternMatch' && identifier !== undefined && pattern !== undefined)
    return [[identifier, { kind: 'pattern', pattern, points }]];
  const [, expected] = condition.children;
  const key = expected?.name === 'baseValue' ? expected.text.trim() : null;
  if (identifier === undefined || (expected?.name !== 'correct' && key === null)) return undefined;
  if (name === 'match' && key === null) return [[identifier, { kind: 'match', points }]];
  if (name === 'equal') {
    const mode = attributes['toleranceMode'] ?? 'exact';
    const [low = '0', high = low] = (attributes['tolerance'] ?? '0').trim().split(/\s+/);
    if (mode === 'exact') return [[identifier, { kind: 'close', key, type: 'absolute', value: '0', points }]];
    const isBoth =
      low === high &&
      attributes['includeLowerBound'] !== 'false' &&
      attributes['includeUpperBound'] !== 'false';
    if (!isBoth || (mode !== 'absolute' && mode !== 'relative')) return undefined;
    return [[identifier, { kind: 'close', key, type: mode, value: low, points }]];
  }
  if (
    name !== 'equalRounded' ||
    (attributes['roundingMode'] ?? 'significantFigures') !== 'significantFigures'
  )
    return undefined;
  const value = attributes['figures'] ?? '';
  return [[identifier, { kind: 'close', key, type: 'significant_figures', value, points }]];
}

/** `SCORE` set to what mappings give, or to a sum of them. */
function valueSet(rule: XmlElement): Found | undefined {
  if (setsOther(rule)) return [];
  const [value] = rule.children;
  const terms = value?.name === 'sum' ? value.children : [value];
  const found: Found = [];
  for (const term of terms) {
    if (term?.name === 'mapResponse' || term?.name === 'mapResponsePoint')
      found.push([term.attributes['identifier'] ?? '', { kind: 'map' }]);
    else if (term?.name !== 'variable' || !SCORES.test(term.attributes['identifier'] ?? '')) return undefined;
  }
  return found.length > 0 ? found : undefined;
}

/** What a rule adds to the score, or sets it to. */
function pointsSet(rule: XmlElement): string | undefined {
  if (setsOther(rule)) return undefined;
  const [value] = rule.children;
  const terms = value?.name === 'sum' ? value.children : [value];
  const values = terms.filter((term) => term?.name === 'baseValue');
  const isSum = terms.every(
    (term) =>
      term?.name === 'baseValue' ||
      (term?.name === 'variable' && SCORES.test(term.attributes['identifier'] ?? '')),
  );
  return isSum && values.length === 1 ? values[0]?.text.trim() : undefined;
}

function setsNothing(rule: XmlElement): boolean {
  return rule.name === 'setOutcomeValue' && (setsOther(rule) || Number(pointsSet(rule) ?? NaN) === 0);
}

/** Feedback and the like, which no points depend on. */
function setsOther({ name, attributes }: XmlElement): boolean {
  return name === 'setOutcomeValue' && !SCORES.test(attributes['identifier'] ?? '');
}

function onlyOther({ children: rules }: XmlElement): boolean {
  return rules.every((rule) => setsOther(rule) || onlyOtherCondition(rule));
}

function onlyOtherCondition(rule: XmlElement): boolean {
  return rule.name === 'responseCondition' && rule.children.every(onlyOther);
}

function variableIn(condition: XmlElement): string | undefined {
  return children(condition, 'variable')[0]?.attributes['identifier'];
}
