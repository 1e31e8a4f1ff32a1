import { ApiProperty } from '@nestjs/swagger';
import { inEnglish } from '../../shared/sentences/say';
import { sentences } from './identity.sentences';

/** The same for every address, whether or not there is an account for it. */
export class MailSentResponse {
  @ApiProperty({ example: 'If the address can receive mail from us, a mail is on its way.' })
  message: string = inEnglish(sentences.mailSent());
}
