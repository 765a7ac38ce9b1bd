/** Sealed files: taken in piece by piece from anybody, handed out to desks, forgotten in time. */
export { type BlobStore } from './blob-store.js';
export { FileKeeping } from './files.service.js';
export { FilesModule } from './files.module.js';
export { FolderStore } from './folder.store.js';
export { Uploads, type Told } from './uploads.js';
