import { Body, Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../../shared/http/endpoint';
import { Post } from '../../../shared/http/post';
import { MailSentResponse } from '../mail-sent.response';
import { type Client, FromClient } from '../sessions/client';
import { ConfirmPasswordResetDto, RequestPasswordResetDto } from './dto/passwords.dto';
import { PasswordResetsService } from './password-resets.service';

@ApiTags('Signing in')
@Controller('password-resets')
export class PasswordResetsController {
  constructor(private readonly resets: PasswordResetsService) {}

  @Post()
  @Endpoint({
    summary: 'Forgot the password?',
    description: `Mails a token for a new password, good for an hour, if there is an active account with this address. The answer
is the same if there is none. A mailbox gets at most a few mails an hour, and each token works.`,
    status: 202,
    response: MailSentResponse,
    isPublic: true,
  })
  async request(
    @Body() body: RequestPasswordResetDto,
    @FromClient() { network }: Client,
  ): Promise<MailSentResponse> {
    await this.resets.request(body.email, network);
    return new MailSentResponse();
  }

  @Post('confirmation')
  @Endpoint({
    summary: 'Set a new password with a mailed token',
    description: 'All sessions of the account end: sign in with the new password.',
    status: 204,
    errors: {
      422: ['request.invalid', 'identity.weak_password', 'identity.invalid_token'],
      503: 'identity.busy',
    },
    isPublic: true,
  })
  async confirm(@Body() body: ConfirmPasswordResetDto, @FromClient() { network }: Client): Promise<void> {
    await this.resets.confirm(body.token, body.newPassword, network);
  }
}
