import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { EmailField, MailedTokenField, NewPasswordField } from '../../account-fields';

export class ChangePasswordDto {
  @ApiProperty({ format: 'password', maxLength: 200, example: 'stoa-demo-2026' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
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
