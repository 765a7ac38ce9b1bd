/** Where this deployment keeps sealed files (README.md, "Processes"); null where it keeps none. */
import { FolderStore } from '#files';
import { ConfigError, systemClock } from '#kernel';
import type { ApiConfig } from './config.js';

const MIB = 1024 * 1024;

export async function openFiles(config: ApiConfig): Promise<FolderStore | null> {
  const folder = config.AMPARO_FILES_DIR;
  if (folder === undefined) return null;
  try {
    return await FolderStore.open({
      folder,
      maxBytes: config.AMPARO_FILES_MAX_MIB * MIB,
      keepFreeBytes: config.AMPARO_FILES_KEEP_FREE_MIB * MIB,
      clock: systemClock,
    });
  } catch {
    throw new ConfigError(['AMPARO_FILES_DIR: this process cannot make folders there']);
  }
}
