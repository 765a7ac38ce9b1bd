/**
 * `#sdk/files`: voice, photos, video and documents of a reporter: sealed before the report, kept sealed, sent in pieces, days later
 * too. A door of its own, so that whoever only writes loads none of it.
 */
export { fileTray, type FileTray } from './files/file-tray.js';
export {
  sealFiles,
  type FileToSeal,
  type SealFilesOutcome,
  type SealFilesRefusal,
} from './files/seal-files.js';
export { uploadFiles, type UploadOptions, type UploadOutcome } from './files/upload-files.js';
