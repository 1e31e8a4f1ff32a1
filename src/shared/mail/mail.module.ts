import { Global, Module } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import { Clock } from '../clock/clock';
import { createMailTransport, MailTransport } from './mail-transport';
import { Mailer } from './mailer';

@Global()
@Module({
  providers: [{ provide: MailTransport, inject: [SETTINGS, Clock], useFactory: createMailTransport }, Mailer],
  exports: [Mailer],
})
export class MailModule {}
