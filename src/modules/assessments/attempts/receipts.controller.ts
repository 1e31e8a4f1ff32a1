import { Body, Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../../shared/http/endpoint';
import { Post } from '../../../shared/http/post';
import { toVerifiedReceiptResponse, VerifiedReceiptResponse, VerifyReceiptDto } from './dto/receipt.dto';
import { Receipts } from './receipts';

@ApiTags('Attempts')
@Controller('receipts')
export class ReceiptsController {
  constructor(private readonly receipts: Receipts) {}

  @Post('verification')
  @Endpoint({
    summary: 'Verify a receipt for answers',
    description:
      'For everybody who has one. Says whether this server gave the receipt out, and what it states: which answers, by their SHA-256, were saved in which attempt and when. `response` tells which of them it is. Changes nothing.',
    response: VerifiedReceiptResponse,
  })
  verify(@Body() { receipt, response }: VerifyReceiptDto): VerifiedReceiptResponse {
    return toVerifiedReceiptResponse(this.receipts.open(receipt), response);
  }
}
