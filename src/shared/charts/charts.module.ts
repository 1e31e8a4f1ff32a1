import { Global, Module } from '@nestjs/common';
import { ChartPainter } from './chart-painter';

@Global()
@Module({ providers: [ChartPainter], exports: [ChartPainter] })
export class ChartsModule {}
