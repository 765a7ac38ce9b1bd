/** Files on their way, written by tus's own store for folders; what it does less strictly than we need is done here. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { ERRORS, type Upload } from '@tus/server';

/** In the form in which tus hands an error on. */
class Exists extends Error {
  readonly status_code = 409;
  readonly body = 'exists';
}

export class ArrivingStore extends FileStore {
  constructor(private readonly folder: string) {
    super({ directory: folder });
  }

  /** Never over a file that is there: a repeated request would empty it. Runs under the lock of this name. */
  override async create(file: Upload): Promise<Upload> {
    if (await this.#declared(file.id)) throw new Exists();
    await writeFile(join(this.folder, file.id), '', { mode: 0o600 });
    // Last, because the file counts from here on: one that lost its power before is begun anew.
    await this.configstore.set(file.id, file);
    return file;
  }

  async isComplete(id: string): Promise<boolean> {
    const upload = await this.#found(id);
    return upload !== null && upload.size === upload.offset;
  }

  /** What was noted of a file that is not here any more. */
  async forget(id: string): Promise<void> {
    await this.configstore.delete(id).catch(() => undefined);
  }

  async #declared(id: string): Promise<boolean> {
    return (await this.#found(id)) !== null;
  }

  async #found(id: string): Promise<Upload | null> {
    try {
      return await this.getUpload(id);
    } catch (error) {
      if (error === ERRORS.FILE_NOT_FOUND || error === ERRORS.FILE_NO_LONGER_EXISTS) return null;
      throw error;
    }
  }
}
