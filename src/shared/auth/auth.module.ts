import { Global, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { AccessTokens } from './access-tokens';
import { JwtStrategy } from './jwt.strategy';
import { VerifiedTokens } from './verified-tokens';

/** Who is asking. The accounts themselves belong to the identity module. */
@Global()
@Module({
  imports: [PassportModule, JwtModule.register({})],
  providers: [AccessTokens, JwtStrategy, VerifiedTokens],
  exports: [AccessTokens, VerifiedTokens],
})
export class AuthModule {}
