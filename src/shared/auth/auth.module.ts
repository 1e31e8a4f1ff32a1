import { Global, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AccessTokens } from './access-tokens';
import { JwtStrategy } from './jwt.strategy';
import { TokenCheck } from './token-check';
import { VerifiedTokens } from './verified-tokens';

/** Finds out who sent a request. The accounts themselves belong to the identity module. */
@Global()
@Module({
  imports: [JwtModule.register({})],
  providers: [AccessTokens, JwtStrategy, VerifiedTokens, TokenCheck],
  exports: [AccessTokens, TokenCheck],
})
export class AuthModule {}
