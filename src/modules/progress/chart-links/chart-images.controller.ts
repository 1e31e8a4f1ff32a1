import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { Text } from '../../../shared/http/field-rules';
import { AnswersSvg } from '../../../shared/charts/svg-answer';
import { STAFF_OF_LEARNERS } from '../../courses';
import { ReportsService } from '../reports/reports.service';

class ChartImageQuery {
  @ApiProperty({ description: 'As the link of the chart has it.' })
  @Text('line', { max: 2000 })
  link: string;
}

@ApiTags('Reports')
@Controller('chart-images')
export class ChartImagesController {
  constructor(private readonly reports: ReportsService) {}

  @Get()
  @AnswersSvg()
  // Pages of other origins may show it: whoever has the address may see the picture.
  @Header('cross-origin-resource-policy', 'cross-origin')
  @Endpoint({
    summary: 'A chart by its link',
    description:
      'For an `<img>`: needs no token. It shows only the chart that the link was made for, as long as the person who got the link may see it, and until the link expires.',
    responseDescription: 'An SVG picture, with a description in words.',
    isPublic: true,
    errors: {
      403: ['progress.chart_link_expired', 'progress.chart_link_invalid', ...STAFF_OF_LEARNERS],
      404: ['courses.not_found', 'progress.line_item_not_found'],
      409: ['progress.no_start_date', 'progress.nothing_to_score'],
      422: ['request.invalid', 'gradebook.no_such_period'],
      503: 'gradebook.structure_changing',
    },
  })
  image(@Query() { link }: ChartImageQuery, @HeavyRequestOf() request: HeavyRequest): Promise<string> {
    return this.reports.linkedChart(link, request);
  }
}
