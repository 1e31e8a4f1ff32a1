import { ApiProperty } from '@nestjs/swagger';

/** An address of a chart that an `<img>` can show. */
export class ChartLinkResponse {
  @ApiProperty({
    format: 'uri',
    description:
      'Shows the chart to whoever has the address, so give it to nobody who may not see the chart.',
    example: 'https://stoa.example/v1/chart-images?link=eyJjb3Vyc2VJZCI6Ii4uLiJ9.1772442600000.c2lnbmF0dXJl',
  })
  url: string;

  @ApiProperty({ format: 'date-time', description: 'From then on the address is refused.' })
  expiresAt: Date;
}
