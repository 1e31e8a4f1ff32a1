import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Settings } from '../../config/settings';
import { Connections } from './connections';
import { type ConnectionTarget, dataSourceOptions, prepareSessions } from './data-source';
import { Database } from './database';
import { StoreMarks } from './store-marks';
import { Transactions } from './transactions';

@Global()
@Module({})
export class DatabaseModule {
  static forRoot(settings: Settings, target: ConnectionTarget): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...dataSourceOptions(target, settings.databasePoolSize),
            connectTimeout: settings.databaseWaitSeconds * 1000,
            autoLoadEntities: true,
            retryAttempts: 0,
          }),
          dataSourceFactory: async (options) => {
            const dataSource = await new DataSource(options!).initialize();
            await prepareSessions(dataSource, settings.databaseLockWaitSeconds);
            return dataSource;
          },
        }),
      ],
      providers: [Connections, Database, StoreMarks, Transactions],
      exports: [Connections, Database, StoreMarks, Transactions],
    };
  }
}
