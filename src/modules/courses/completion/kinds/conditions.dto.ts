import { ApiProperty } from '@nestjs/swagger';
import { IsDecimalText } from '../../../../shared/http/field-rules';
import { ItsKind } from '../../release/kinds/its-kind';
import type { CompletionCondition } from '../completion-rule';

const PERCENT = { min: '0', max: '100', places: 4 };

/** The learner has said that they are done. */
export class MarkedDoneConditionDto implements CompletionCondition {
  @ItsKind('marked_done')
  kind: 'marked_done';
}

/** The learner has opened it. */
export class ViewedConditionDto implements CompletionCondition {
  @ItsKind('viewed')
  kind: 'viewed';
}

/** The learner has watched a share of the video: every second counts once, however often it is watched. */
export class CoveredConditionDto implements CompletionCondition {
  @ItsKind('covered')
  kind: 'covered';

  @ApiProperty({ description: 'The least share, in percent of the length of the video.', example: '90' })
  @IsDecimalText(PERCENT)
  minPercent: string;
}

/** The learner has handed something in, whatever it is worth. */
export class SubmittedConditionDto implements CompletionCondition {
  @ItsKind('submitted')
  kind: 'submitted';
}

/**
 * The score that stands for the learner reaches a share of what can be reached. Whoever is excused meets it. A score that is lowered
 * afterwards takes the completion back.
 */
export class ScoreReachedConditionDto implements CompletionCondition {
  @ItsKind('score')
  kind: 'score';

  @ApiProperty({ description: 'The least score, in percent of what can be reached.', example: '60' })
  @IsDecimalText(PERCENT)
  minPercent: string;
}

/** The learner has passed the quiz: by an attempt, or by what an instructor has decided. Where it has no pass mark, every attempt that is handed in passes. */
export class PassedConditionDto implements CompletionCondition {
  @ItsKind('passed')
  kind: 'passed';
}

/** The register of the session says that the learner was there, or is excused. */
export class AttendedConditionDto implements CompletionCondition {
  @ItsKind('attended')
  kind: 'attended';
}
