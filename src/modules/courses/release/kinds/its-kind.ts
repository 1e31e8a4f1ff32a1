import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';

/** The field by which the kinds of rules are told apart. */
export const ItsKind = (name: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ enum: [name], example: name }), IsIn([name]));

/** What every part of a rule has. */
export class RulePart {
  @ApiPropertyOptional({
    default: true,
    description: `What learners see while this part is not met: true: the activity is closed, with the reason; false: the activity is hidden from them.

One hidden part of an \`all\` that is not met hides the activity. An \`any\` or \`at_least\` hides it only when every alternative that is not met is hidden; otherwise the reasons of the others are shown.`,
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  shown?: boolean;
}
