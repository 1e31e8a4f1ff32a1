import { ApiProperty } from '@nestjs/swagger';
import { say } from '../../../../shared/sentences/say';
import type { Language } from '../../../../shared/sentences/sentence';
import type { Verdict, Verdicts } from '../prepared-course';
import type { ReleaseReason } from '../reasons';
import { toldReasons } from '../release-gate';

export class ReleaseReasonResponse {
  @ApiProperty({
    description:
      'Stable, for programs. More may be added. `any_of`, `at_least` and `all_of` are made of the reasons in `of`.',
    example: 'complete_first',
  })
  code: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number', format: 'double' }] },
    description: 'What the reason is about: ids, instants, percentages, counts.',
    example: { activityId: '01990000-0000-7000-8000-00000000ac01' },
  })
  values: Record<string, string | number>;

  @ApiProperty({ description: 'For the learner.', example: 'Complete “The mean and the median” first.' })
  message: string;

  @ApiProperty({
    type: 'array',
    items: { $ref: '#/components/schemas/ReleaseReasonResponse' },
    description: 'The reasons that this one is made of; empty for most.',
    example: [],
  })
  of: ReleaseReasonResponse[];
}

/** Whether an activity is open to the learner who reads. */
export class ReleaseStateResponse {
  @ApiProperty({ example: false })
  open: boolean;

  @ApiProperty({ type: [ReleaseReasonResponse], description: 'Why it is closed; empty where it is open.' })
  reasons: ReleaseReasonResponse[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'When this changes next if nothing but time passes; null: never. Until then it holds, unless the learner, or somebody for them, does something.',
    example: null,
  })
  nextChangeAt: Date | null;
}

export function toReleaseState(
  verdict: Verdict,
  verdicts: Verdicts,
  language: Language,
): ReleaseStateResponse {
  const { isOpen: open, nextChangeAt } = verdict;
  const reasons = toldReasons(verdict, verdicts).map((reason) => toReason(reason, language));
  return { open, reasons, nextChangeAt };
}

function toReason(
  { code, values, sentence, of = [] }: ReleaseReason,
  language: Language,
): ReleaseReasonResponse {
  return {
    ...{ code, values: { ...values } as Record<string, string | number>, message: say(sentence, language) },
    of: of.map((part) => toReason(part, language)),
  };
}
