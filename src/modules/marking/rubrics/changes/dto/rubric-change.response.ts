import { ApiProperty } from '@nestjs/swagger';
import { plainDecimal } from '../../../../../shared/decimals/plain-decimal';
import { Rational } from '../../../../../shared/decimals/rational';
import { MARK_PLACES } from '../../../marks/mark-rules';
import { ScriptPersonResponse, toPerson } from '../../../scripts/dto/script.response';
import type { ListedScript } from '../rubric-changes.repository';

/** A script whose mark a change of the rubric has changed, or would change. */
export class RubricChangedScriptResponse {
  @ApiProperty({ format: 'uuid' })
  scriptId: string;

  @ApiProperty({ type: ScriptPersonResponse })
  learner: ScriptPersonResponse;

  @ApiProperty({ format: 'decimal', example: '2' })
  from: string;

  @ApiProperty({ format: 'decimal', example: '2.5' })
  to: string;

  @ApiProperty({ format: 'decimal', example: '0.5', description: 'By how much, in points, exactly.' })
  difference: string;
}

export function toRubricChangedScriptResponse(row: ListedScript): RubricChangedScriptResponse {
  const { scriptId, userId, givenName, familyName, oldPoints, newPoints } = row;
  return {
    ...{ scriptId, learner: toPerson(userId, givenName, familyName) },
    ...{ from: plainDecimal(oldPoints), to: plainDecimal(newPoints) },
    difference: Rational.of(newPoints).minus(oldPoints).toDecimal(MARK_PLACES),
  };
}
