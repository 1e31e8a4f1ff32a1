import { Body, Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../../shared/http/endpoint';
import { Post } from '../../../shared/http/post';
import { type Client, FromClient } from '../sessions/client';
import { TokenResponse, toTokenResponse } from '../sessions/dto/token.response';
import { CodeSignInDto } from './dto/code-sign-in.dto';
import { SignInCodes } from './sign-in-codes';

@ApiTags('Signing in')
@Controller('auth')
export class CodeSignInsController {
  constructor(private readonly codes: SignInCodes) {}

  @Post('sign-in-code')
  @Endpoint({
    summary: 'Sign in with a code',
    description: `For learners without an email address, to whom an instructor has given a code (\`PUT /v1/courses/{courseId}/learners/{userId}/sign-in-code\`). A code
opens one session, as a password does, and is used up by that. Wrong codes count as wrong passwords do.`,
    status: 200,
    response: TokenResponse,
    errors: { 401: 'identity.wrong_credentials', 422: 'request.invalid', 503: 'identity.busy' },
    isPublic: true,
  })
  async signIn(
    @Body() { username, code }: CodeSignInDto,
    @FromClient() client: Client,
  ): Promise<TokenResponse> {
    return toTokenResponse(await this.codes.signIn(username, code, client));
  }
}
