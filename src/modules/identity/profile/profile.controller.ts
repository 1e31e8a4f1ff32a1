import { Body, Controller, Get, Patch, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { ChangePasswordDto } from '../passwords/dto/passwords.dto';
import { PasswordsService } from '../passwords/passwords.service';
import { type Client, FromClient } from '../sessions/client';
import { ChangeProfileDto } from './dto/change-profile.dto';
import { ProfileResponse, toProfileResponse } from './dto/profile.response';
import { ProfileService } from './profile.service';

@ApiTags('My account')
@Controller('me')
export class ProfileController {
  constructor(
    private readonly profile: ProfileService,
    private readonly passwords: PasswordsService,
  ) {}

  @Get()
  @Endpoint({ summary: 'Show my account', response: ProfileResponse })
  show(@CurrentCaller() caller: Caller): ProfileResponse {
    return toProfileResponse(caller.userId, caller);
  }

  @Patch()
  @Endpoint({
    summary: 'Change my names, language or time zone',
    description:
      'Fields that are left out stay as they are. Only administrators change username, email address and role.',
    response: ProfileResponse,
    ifMatch: true,
  })
  async change(
    @CurrentCaller() caller: Caller,
    @Body() body: ChangeProfileDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<ProfileResponse> {
    return toProfileResponse(caller.userId, await this.profile.change(caller, body, version));
  }

  @Put('password')
  @Endpoint({
    summary: 'Change my password',
    description: 'This session stays; your other sessions end.',
    status: 204,
    errors: {
      422: ['request.invalid', 'identity.weak_password', 'identity.wrong_current_password'],
      503: 'identity.busy',
    },
  })
  async changePassword(
    @CurrentCaller() caller: Caller,
    @Body() body: ChangePasswordDto,
    @FromClient() { network }: Client,
  ): Promise<void> {
    await this.passwords.changeOwn(caller, body.currentPassword, body.newPassword, network);
  }
}
