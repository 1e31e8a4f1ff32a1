import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PrincipalSource } from '../../shared/auth/principal';
import { Org } from './org.entity';
import { PrincipalsRepository } from './principals.repository';
import { User } from './user.entity';

/** Global for one thing: the guard of every request asks it who is behind a token. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Org, User])],
  providers: [{ provide: PrincipalSource, useClass: PrincipalsRepository }],
  exports: [PrincipalSource],
})
export class IdentityModule {}
