import { Body, Controller, Header } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../../shared/http/endpoint';
import { FORM_TYPE } from '../../../shared/http/form-body';
import { Post } from '../../../shared/http/post';
import { type Client, FromClient } from './client';
import { TokenDto } from './dto/token.dto';
import { TokenResponse, toTokenResponse } from './dto/token.response';
import { SessionsService } from './sessions.service';
import { SignInService } from './sign-in.service';
import { TokenProblem } from './token-errors';

@ApiTags('Signing in')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
  ) {}

  @Post('token')
  @Header('cache-control', 'no-store')
  @ApiConsumes(FORM_TYPE, 'application/json')
  @Endpoint({
    summary: 'Sign in, or refresh',
    description: `OAuth 2 token endpoint for the grants \`password\` and \`refresh_token\`. The access token is for
\`Authorization: Bearer …\`; before it expires, exchange the refresh token for a new pair. Each refresh token is good
for one use. Within ten seconds of the first use, further uses also return new pairs, so that two tabs can refresh at
the same time. A later use ends the session, since the token may have been stolen.`,
    response: TokenResponse,
    errors: { 401: ['identity.wrong_credentials', 'identity.invalid_refresh_token'], 503: 'identity.busy' },
    problem: TokenProblem.name,
    isPublic: true,
  })
  async token(@Body() body: TokenDto, @FromClient() client: Client): Promise<TokenResponse> {
    const { username = '', password = '', refresh_token = '' } = body;
    return toTokenResponse(
      body.grant_type === 'password'
        ? await this.signIn.signIn(username, password, client)
        : await this.sessions.refresh(refresh_token, client),
    );
  }
}
