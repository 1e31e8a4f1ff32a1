import { Global, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { AccessTokens } from './access-tokens';
import { JwtStrategy } from './jwt.strategy';

/** Who is asking. The accounts themselves belong to the identity module, which provides `PrincipalSource`. */
@Global()
@Module({
  imports: [PassportModule, JwtModule.register({})],
  providers: [AccessTokens, JwtStrategy],
  exports: [AccessTokens],
})
export class AuthModule {}
