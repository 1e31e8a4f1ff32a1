import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../../../../shared/http/field-rules';
import { EmailField, MailedTokenField, NewPasswordField } from '../../account-fields';

export class ChangePasswordDto {
  @ApiProperty({ format: 'password', maxLength: 200, example: 'your present one' })
  @Text('secret', { max: 200 })
  currentPassword: string;

  @NewPasswordField()
  newPassword: string;
}

export class SetPasswordDto {
  @NewPasswordField()
  newPassword: string;
}

export class RequestPasswordResetDto {
  @EmailField()
  email: string;
}

export class ConfirmPasswordResetDto {
  @MailedTokenField()
  token: string;

  @NewPasswordField()
  newPassword: string;
}
