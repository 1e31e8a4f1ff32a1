import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { FileResponse, toldMedia } from '../../../files';
import { SavedAnswerResponse } from '../../attempts/dto/answer.response';
import { TriesResponse } from './tries.response';

export const CHECK_OUTCOMES = [
  ...(['judged', 'repeated', 'incomplete', 'without_certainty', 'replaced'] as const),
] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];
namedEnum('CheckOutcome', CHECK_OUTCOMES);

/** What has become of an answer that was to be checked. */
export class CheckResponse extends SavedAnswerResponse {
  @ApiProperty({
    enum: CHECK_OUTCOMES,
    example: 'judged',
    description:
      'Only what was `judged` is a try. `repeated`: it was tried before. `incomplete`: something is missing, or cannot be read. `without_certainty`: it needs a certainty. `replaced`: a later answer has been saved.',
  })
  check: CheckOutcome;

  @ApiProperty({ type: TriesResponse })
  standing: TriesResponse;

  @toldMedia('the hint and the feedback show')
  media: FileResponse[];
}
