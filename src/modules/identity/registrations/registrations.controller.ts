import { Body, Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AcceptedLanguage } from '../../../shared/http/accepted-language';
import { Endpoint } from '../../../shared/http/endpoint';
import { Post } from '../../../shared/http/post';
import type { Language } from '../../../shared/sentences/sentence';
import { MailSentResponse } from '../mail-sent.response';
import { ProfileResponse, toProfileResponse } from '../profile/dto/profile.response';
import { type Client, FromClient } from '../sessions/client';
import { ConfirmRegistrationDto, RegisterDto } from './dto/registrations.dto';
import { RegistrationsService } from './registrations.service';

@ApiTags('Signing in')
@Controller('registrations')
export class RegistrationsController {
  constructor(private readonly registrations: RegistrationsService) {}

  @Post()
  @Endpoint({
    summary: 'Register',
    description: `For schools that let people register themselves. Mails a token to the address, good for 24 hours; the account
is created once the token is confirmed. The answer is the same for an address that has an account: its owner gets a
mail that says so.`,
    status: 202,
    response: MailSentResponse,
    errors: {
      403: 'identity.registration_closed',
      422: ['request.invalid', 'identity.weak_password'],
      503: 'identity.busy',
    },
    isPublic: true,
  })
  async register(
    @Body() body: RegisterDto,
    @FromClient() { network }: Client,
    @AcceptedLanguage() language: Language | undefined,
  ): Promise<MailSentResponse> {
    const { locale = language, ...registration } = body;
    await this.registrations.request({ ...registration, ...(locale && { locale }) }, network);
    return new MailSentResponse();
  }

  @Post('confirmation')
  @Endpoint({
    summary: 'Confirm a registration with a mailed token',
    description:
      'Creates the account of a learner. The answer contains its username; the email address signs in too.',
    status: 201,
    location: '/v1/me',
    response: ProfileResponse,
    errors: {
      403: 'identity.registration_closed',
      409: 'identity.already_registered',
      422: ['request.invalid', 'identity.invalid_token'],
    },
    isPublic: true,
  })
  async confirm(
    @Body() body: ConfirmRegistrationDto,
    @FromClient() { network }: Client,
  ): Promise<ProfileResponse> {
    const user = await this.registrations.confirm(body.token, network);
    return toProfileResponse(user.id, user);
  }
}
