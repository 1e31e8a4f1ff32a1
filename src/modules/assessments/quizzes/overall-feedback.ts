import type { FieldError } from '../../../shared/errors/domain-error';
import { Rational } from '../../../shared/decimals/rational';
import { sentences } from '../assessments.sentences';

/** What is said to an attempt from a percentage of the points on, up to the next band. */
export interface FeedbackBand {
  /** 0 to 100, with at most 2 decimals. */
  from: string;
  /** Markdown. */
  text: string;
}

/** What is wrong with bands: two that begin at the same percentage. */
export function bandFaults(bands: readonly FeedbackBand[]): FieldError[] {
  return bands.flatMap(({ from }, index) => {
    const isTwice = bands.slice(0, index).some((band) => Rational.of(band.from).equals(from));
    const field = `overallFeedback[${index}].from`;
    return isTwice ? [{ field, rule: 'unique', message: sentences.bandTwice({ field, from }) }] : [];
  });
}

/** The text of the band with the highest beginning that the score reaches; null without one. Where there is nothing to earn, all of it is earned. */
export function overallFeedbackTo(
  bands: readonly FeedbackBand[],
  score: string,
  maxScore: string,
): string | null {
  const hundredfold = Rational.of(score).times(100);
  const reached = bands.filter(({ from }) => hundredfold.gte(Rational.of(maxScore).times(from)));
  const best = reached.reduce<FeedbackBand | undefined>(
    (highest, band) => (highest && Rational.of(highest.from).gte(band.from) ? highest : band),
    undefined,
  );
  return best?.text ?? null;
}
