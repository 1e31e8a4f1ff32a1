import { Global, Module } from '@nestjs/common';
import { HeavyReads } from './heavy-reads';

@Global()
@Module({ providers: [HeavyReads], exports: [HeavyReads] })
export class HeavyReadsModule {}
