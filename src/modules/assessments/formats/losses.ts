import { Rational } from '../../../shared/decimals/rational';
import type { Sentence } from '../../../shared/sentences/sentence';
import { shareOf } from '../../../shared/decimals/share-text';
import type { QuestionDefinition } from '../question-types/registry';
import { sentences } from './formats.sentences';
import { PERCENT_PLACES, percentageOf } from './percentages';
import type { WrittenFiles } from './embedded/written-file';
import type { WrittenQuestion } from './question-format';

type DefinitionOf<Type extends QuestionDefinition['type']> = Extract<QuestionDefinition, { type: Type }>;

const MOST_PLACES = 60;
const SHARE_PLACES = 7;

/** What of a question is not in the file that is written, and what stands there in its place. */
export class Losses {
  readonly list: WrittenQuestion['remarks'] = [];

  /** Each is told once. */
  add(code: string, message: Sentence): void {
    if (!this.list.some((known) => known.code === code)) this.list.push({ code, message });
  }

  /** In place of a question that cannot be written. */
  all(code: string, message: Sentence): null {
    this.add(code, message);
    return null;
  }

  /** Files that are not written along. */
  missingFiles(named: readonly string[], files: WrittenFiles): void {
    if (named.some((fileId) => !files.has(fileId))) this.add('file_not_carried', sentences.fileLeftOut());
  }

  /** A text, at whose ends readers take blanks away. */
  trimmed(text: string): string {
    if (text !== text.trim()) this.add('blanks_not_carried', sentences.blanksLost());
    return text;
  }

  /** What does not matter when short texts are compared, but letter case. */
  foldingOf({
    ignoreAccents = false,
    ignoreFinalPunctuation = false,
    language,
  }: Omit<DefinitionOf<'short_text'>, 'type'>): void {
    if (ignoreAccents || ignoreFinalPunctuation) this.add('folding_not_carried', sentences.foldingLost());
    if (language !== undefined) this.add('language_not_carried', sentences.languageLost());
  }

  /** A text between tags, where several blanks are one. */
  collapsed(text: string): string {
    const shown = text
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' ').trim())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n');
    if (shown !== text) this.add('blanks_not_carried', sentences.blanksLost());
    return text;
  }

  percentage(share: string): string {
    const { percentage, isExact } = percentageOf(share);
    if (!isExact) this.add('share_rounded', sentences.shareRounded({ places: PERCENT_PLACES }));
    return percentage;
  }

  /** A share as a decimal number. */
  decimal(share: string): string {
    const text = shareOf(share).toDecimal(SHARE_PLACES);
    if (!Rational.of(text).equals(shareOf(share)))
      this.add('share_rounded', sentences.shareRounded({ places: PERCENT_PLACES }));
    return text;
  }

  /** What each option earns where options earn points one by one. */
  sharesOf({ options, key, scoring, weights = {}, exclusive }: DefinitionOf<'multiple_choice'>): string[] {
    if (exclusive !== undefined) this.add('exclusive_not_carried', sentences.exclusiveLost());
    if (scoring === 'all_or_nothing') this.add('scoring_not_carried', sentences.scoringLost());
    const each = `1/${key.length}`;
    const shares = options.map(({ id }) => {
      if (scoring === 'weighted') return Object.hasOwn(weights, id) ? (weights[id] ?? '0') : '0';
      if (key.includes(id)) return each;
      return scoring === 'partial' ? `-${each}` : '-1';
    });
    if (options.some(({ id }, index) => shareOf(shares[index]).gt(0) !== key.includes(id)))
      this.add('key_not_carried', sentences.keyLost());
    return shares;
  }

  /** Null for a kind of tolerance that the format does not have. */
  absoluteTolerance(
    { key, tolerance }: Pick<DefinitionOf<'numeric'>, 'key' | 'tolerance'>,
    format: string,
  ): string | null {
    const { type: kind, value } = tolerance;
    if (kind === 'absolute') return value.trim();
    if (kind !== 'relative')
      return this.all('tolerance_not_carried', sentences.toleranceNotHeld({ format, kind }));
    this.add('relative_as_absolute', sentences.relativeAsAbsolute());
    return Rational.of(key.trim()).abs().times(value.trim()).toDecimal(MOST_PLACES);
  }
}
