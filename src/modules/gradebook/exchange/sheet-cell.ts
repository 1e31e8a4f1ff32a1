import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import { Rational } from '../../../shared/decimals/rational';
import type { DomainError } from '../../../shared/errors/domain-error';
import type { Sentence } from '../../../shared/sentences/sentence';
import type { ResultValue } from '../results/result-value';
import { sentences } from './exchange.sentences';
import { isSameCell, shownCell, STATUS_WORDS } from './gradebook-sheet';
import type { SheetItem } from './sheet-columns';

/** What a cell says: a score, or a status where there is none. */
export type SaidCell = Pick<ResultValue, 'score' | 'scoreStatus'> & {
  /** Only takes a score away. */
  isRemoval?: true;
};

/** Why a cell is refused. */
export interface CellFault {
  code: string;
  message: Sentence;
}

const MOST_DIGITS = 60;
const PLACES = 4;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;
/** Takes a score away: the work waits for one again. */
export const NO_SCORE = 'none';

/** Undefined for an empty cell, which says nothing. */
export function readCell(typed: string, hasDecimalCommas: boolean): SaidCell | CellFault | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  const lower = text.toLowerCase();
  const [, scoreStatus] = STATUS_WORDS.find(([word]) => word === lower) ?? [];
  if (scoreStatus !== undefined) return { score: null, scoreStatus };
  if (lower === NO_SCORE) return { score: null, scoreStatus: 'submitted', isRemoval: true };
  const number = hasDecimalCommas ? text.replace(',', '.') : text;
  if (number.length > MOST_DIGITS || !NUMBER.test(number))
    return { code: 'not_a_score', message: sentences.notAScore({ words: wordsOf() }) };
  const [whole = '', places = ''] = number.replace('+', '').split('.');
  const short = places.replace(/0+$/, '');
  if (short.length > PLACES)
    return { code: 'too_many_decimals', message: sentences.tooManyDecimals({ most: PLACES }) };
  const plain = whole.replace(/^(-?)0+(?=\d)/, '$1') + (short === '' ? '' : `.${short}`);
  return { score: /^-0(\.0*)?$/.test(plain) ? '0' : plain, scoreStatus: 'fully graded' };
}

/** How it is in a sheet. */
export function asCell({ score, scoreStatus }: SaidCell): string {
  return nullablePlainDecimal(score) ?? shownCell({ score, scoreStatus });
}

/** What decides whether a cell is recorded. */
export interface CellFacts {
  item: SheetItem;
  /** Why nothing of a closed grading period is changed. */
  closed?: DomainError;
  /** What stood when the sheet was made, as a sheet has it; undefined where the sheet does not say. */
  exported: string | undefined;
  present: ResultValue | undefined;
  /** Replace what was recorded since, too. */
  overwrite: boolean;
  /** Give scores in the place of what was earned in quizzes. */
  overrideQuizzes: boolean;
}

/** Whether a cell that says something can be recorded as things are. */
export function judgeCell(said: SaidCell, facts: CellFacts): 'change' | 'unchanged' | CellFault {
  const { item, closed, exported, present, overwrite, overrideQuizzes } = facts;
  const [text, stands] = [asCell(said), shownCell(present)];
  if (isSameCell(text, stands)) return 'unchanged';
  // Somebody left it as it was, and the gradebook has gone on.
  if (exported !== undefined && isSameCell(text, exported)) return 'unchanged';
  if (said.isRemoval && (present?.score ?? null) === null) return 'unchanged';
  if (item.isArchived) return { code: 'line_item_archived', message: sentences.archivedLineItem() };
  if (closed) return { code: 'period_closed', message: closed.detail };
  if (item.isQuiz && !overrideQuizzes) return { code: 'quiz_result', message: sentences.quizResult() };
  if (said.score !== null && !isWithin(said.score, item)) {
    const [min, max] = [plainDecimal(item.min), plainDecimal(item.max)];
    return { code: 'score_out_of_range', message: sentences.outOfRange({ min, max }) };
  }
  if (overwrite) return 'change';
  if (exported !== undefined)
    return isSameCell(exported, stands)
      ? 'change'
      : {
          code: 'changed_since',
          message: sentences.changedSince({ exported: exported || 'EMPTY', stands: stands || 'EMPTY' }),
        };
  // Work that waits for a score has nothing to lose.
  if (stands === '' || present?.scoreStatus === 'submitted') return 'change';
  return { code: 'has_result', message: sentences.hasResult({ stands }) };
}

function isWithin(score: string, { min, max }: Pick<SheetItem, 'min' | 'max'>): boolean {
  const number = Rational.of(score);
  return !number.lt(min) && !number.gt(max);
}

function wordsOf(): string {
  return [...new Set([...STATUS_WORDS.map(([word]) => word), NO_SCORE])].join(', ');
}
