import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { FilesController } from './files.controller.js';
import { FilesService } from './files.service.js';

@Module({ imports: [PeopleModule], controllers: [FilesController], providers: [FilesService] })
export class FilesModule {}
