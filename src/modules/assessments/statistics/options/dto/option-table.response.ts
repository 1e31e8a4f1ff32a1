import { ApiProperty } from '@nestjs/swagger';
import type { Caller } from '../../../../../shared/auth/caller';
import { Rational } from '../../../../../shared/decimals/rational';
import { namedEnum } from '../../../../../shared/http/named-schemas';
import { sayTo } from '../../../../../shared/sentences/say';
import type { Sentence } from '../../../../../shared/sentences/sentence';
import type { AttemptChoice } from '../../attempt-choice';
import { ATTEMPTS_CHOSEN } from '../../dto/attempts-chosen';
import type { GroupCounts, OptionCount, PlaceCounts } from '../option-counts';
import { OPTION_PROBLEMS, type OptionProblem, optionProblems } from '../option-problems';
import type { OfferedVersion } from '../option-table.repository';

namedEnum('OptionProblem', OPTION_PROBLEMS);

const PLACES = 4;

/** How many attempts chose something, in all and in the two groups. */
export class ChosenByResponse {
  @ApiProperty({ type: 'integer', example: 9 })
  count: number;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '37.5',
    description: 'In percent of all that were asked.',
  })
  percentage: string | null;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '14.2857',
    description: 'In percent of the upper group; null where that is empty.',
  })
  upperPercentage: string | null;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '71.4286',
    description: 'In percent of the lower group; null where that is empty.',
  })
  lowerPercentage: string | null;
}

export class OptionProblemResponse {
  @ApiProperty({ enum: OPTION_PROBLEMS, example: 'chosen_by_the_best' })
  rule: OptionProblem;

  @ApiProperty({ example: 'It is wrong by the key, and the best learners choose it more often than others.' })
  message: string;
}

export class OptionChosenResponse extends ChosenByResponse {
  @ApiProperty({ example: 'mean' })
  id: string;

  @ApiProperty({ example: 'The mean' })
  text: string;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    example: false,
    description: 'By the newest revision of the key of this version; null where nothing is right or wrong.',
  })
  isRight: boolean | null;

  @ApiProperty({ type: [OptionProblemResponse], description: 'What a teacher should look at, and why.' })
  problems: OptionProblemResponse[];
}

export class OptionPlaceResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Of the stem or the gap; null for a question that has one place to choose at.',
  })
  id: string | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'Of the stem.' })
  text: string | null;

  @ApiProperty({
    type: [OptionChosenResponse],
    description: 'In the order of the question. More than one can be chosen where it allows that.',
  })
  options: OptionChosenResponse[];

  @ApiProperty({ type: ChosenByResponse, description: 'Those that chose nothing here.' })
  blank: ChosenByResponse;
}

export class OptionVersionResponse {
  @ApiProperty({ format: 'uuid' })
  versionId: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Counts the versions of the question from 1.' })
  number: number;

  @ApiProperty({
    format: 'uuid',
    description: 'The newest revision of its key, by which `isRight` is told.',
  })
  keyRevisionId: string;

  @ApiProperty({ type: 'integer', example: 24, description: 'How many of the attempts asked this version.' })
  count: number;

  @ApiProperty({ type: 'integer', example: 7, description: 'How many of these are in the upper group.' })
  upperCount: number;

  @ApiProperty({ type: 'integer', example: 7, description: 'How many of these are in the lower group.' })
  lowerCount: number;

  @ApiProperty({ type: [OptionPlaceResponse] })
  places: OptionPlaceResponse[];
}

export class OptionTableResponse {
  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({ format: 'date-time', description: 'When the answers were read.' })
  asOf: Date;

  @ApiProperty(ATTEMPTS_CHOSEN)
  attempts: AttemptChoice;

  @ApiProperty({
    type: 'integer',
    example: 24,
    description: 'How many of the attempts asked the question; 0 for one that offers no options.',
  })
  count: number;

  @ApiProperty({ type: [OptionVersionResponse], description: 'The versions that attempts asked.' })
  versions: OptionVersionResponse[];
}

type Reader = Pick<Caller, 'locale'>;

export function toOptionVersionResponse(
  { versionId, versionNumber, keyRevisionId }: OfferedVersion,
  { asked, places }: { asked: GroupCounts; places: PlaceCounts[] },
  reader: Reader,
): OptionVersionResponse {
  return {
    ...{ versionId, number: versionNumber, keyRevisionId },
    ...{ count: asked.all, upperCount: asked.upper, lowerCount: asked.lower },
    places: places.map(({ place: { id, text }, options, blank }) => ({
      ...{ id, text },
      options: options.map((option) => toOption(option, asked, reader)),
      blank: chosenBy(blank, asked),
    })),
  };
}

function toOption(counts: OptionCount, asked: GroupCounts, reader: Reader): OptionChosenResponse {
  const { id, text, isRight } = counts.option;
  return {
    ...{ id, text: said(text, reader), isRight, ...chosenBy(counts, asked) },
    problems: optionProblems(counts, asked).map(({ rule, message }) => ({
      ...{ rule, message: sayTo(reader, message) },
    })),
  };
}

function chosenBy({ all, upper, lower }: GroupCounts, asked: GroupCounts): ChosenByResponse {
  return {
    ...{ count: all, percentage: percentOf(all, asked.all) },
    ...{ upperPercentage: percentOf(upper, asked.upper), lowerPercentage: percentOf(lower, asked.lower) },
  };
}

function percentOf(part: number, whole: number): string | null {
  return whole === 0 ? null : Rational.of(part).over(whole).toPercent(PLACES);
}

function said(text: string | Sentence, reader: Reader): string {
  return typeof text === 'string' ? text : sayTo(reader, text);
}
