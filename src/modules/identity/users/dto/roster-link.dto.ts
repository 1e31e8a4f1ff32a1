import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../../../../shared/http/field-rules';

export class RosterLinkDto {
  @ApiProperty({
    description: "The person's id in the school's information system: `sourcedId` in users.csv.",
    example: 's-4711',
  })
  @Text('line', { max: 255, trim: false })
  sourcedId: string;
}
