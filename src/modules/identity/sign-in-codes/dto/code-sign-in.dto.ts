import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../../../../shared/http/field-rules';

/** A sign-in with a code. */
export class CodeSignInDto {
  @ApiProperty({ description: 'As the sheet with the code says it.', maxLength: 255, example: 'tim.berg' })
  @Text('line', { max: 255 })
  username: string;

  @ApiProperty({
    description: 'The code. Letter case, spaces and dashes do not matter.',
    maxLength: 40,
    example: 'K7M-PQ4-TX9',
  })
  @Text('line', { max: 40 })
  code: string;
}
