import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { Connections } from './connections';
import { type ConnectionTarget, dataSourceOptions, prepareSessions } from './data-source';
import { Database } from './database';
import { Transactions } from './transactions';

@Global()
@Module({})
export class DatabaseModule {
  static forRoot(target: ConnectionTarget): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [SETTINGS],
          useFactory: (settings: Settings) => ({
            ...dataSourceOptions(target, settings.databasePoolSize),
            autoLoadEntities: true,
            retryAttempts: 0,
          }),
          dataSourceFactory: async (options) => {
            const dataSource = await new DataSource(options!).initialize();
            await prepareSessions(dataSource);
            return dataSource;
          },
        }),
      ],
      providers: [Connections, Database, Transactions],
      exports: [Database, Transactions],
    };
  }
}
