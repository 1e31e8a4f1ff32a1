import { Body, Controller, Get, Patch, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../../shared/auth/decorators';
import type { Principal } from '../../../shared/auth/principal';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { ChangePasswordDto } from '../passwords/dto/passwords.dto';
import { PasswordsService } from '../passwords/passwords.service';
import { type Client, FromClient } from '../sessions/client';
import { ChangeProfileDto } from './dto/change-profile.dto';
import { ProfileResponse } from './dto/profile.response';
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
  show(@CurrentUser() person: Principal): ProfileResponse {
    return ProfileResponse.of(person);
  }

  @Patch()
  @Endpoint({
    summary: 'Change my names, language or time zone',
    description: 'What is left out stays. Username, email address and role are for administrators to change.',
    response: ProfileResponse,
    ifMatch: true,
  })
  async change(
    @CurrentUser() person: Principal,
    @Body() body: ChangeProfileDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<ProfileResponse> {
    const user = await this.profile.change(person, body, version);
    return ProfileResponse.of({ ...user, userId: user.id });
  }

  @Put('password')
  @Endpoint({
    summary: 'Change my password',
    description: 'You stay signed in here; your other sessions end.',
    status: 204,
    errors: {
      422: ['request.invalid', 'identity.weak_password', 'identity.wrong_current_password'],
      503: 'identity.busy',
    },
  })
  async changePassword(
    @CurrentUser() person: Principal,
    @Body() body: ChangePasswordDto,
    @FromClient() { network }: Client,
  ): Promise<void> {
    await this.passwords.changeOwn(person, body.currentPassword, body.newPassword, network);
  }
}
