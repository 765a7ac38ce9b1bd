import type { FilesText } from './es.js';

export const en: FilesText = {
  title: 'Your voice, photos or other files',
  lead: 'A recording alone is a report, too. Everything is locked on this phone before it leaves.',
  record: 'Record my voice',
  recordMasked: 'Record with a changed voice',
  maskHelp:
    'The changed voice sounds different, but it is not perfect: somebody who knows you well may know you by how you speak, and somebody with equipment can undo part of the change. Do not say your name.',
  recording: (seconds) => `Recording: ${seconds}`,
  level: 'How loud it is',
  stop: 'Finish',
  hear: 'Listen before you send it',
  remove: 'Remove',
  noMicrophone:
    'The microphone could not be used. You can write, or choose a recording that you already have.',
  longest: 'That was ten minutes. You can record another one.',
  photo: 'Choose photos',
  other: 'Choose videos or documents',
  stripped:
    'A copy of the photo was made without the place and the phone it was taken with. The copy is sent.',
  notStripped:
    'What this file says of the place and the device could not be taken out. If it is sent, it is sent whole, and only the team reads it.',
  keepOriginal: 'Send the original photo as well',
  keepOriginalHelp:
    'It serves as proof. It is locked apart: it opens only if people of several organisations agree.',
  voice: 'Recording',
  voiceMasked: 'Recording with a changed voice',
  image: 'Photo',
  video: 'Video',
  document: 'Document',
  size: (size, time) => `${size}. With a weak signal (2G) it takes about ${time}.`,
  total: (size, time) => `${size} in all: with a weak signal, about ${time}.`,
  after: 'The report leaves first; the files follow. If the line breaks, they go on from where they were.',
  tooMany: (most) => `There is room for ${most} files.`,
  tooLong: 'That file is too large: 256 MB is the most.',
  seconds: (count) => `${String(count)} seconds`,
  minutes: (count) => (count === 1 ? '1 minute' : `${String(count)} minutes`),
  hours: (count) => (count === 1 ? '1 hour' : `${String(count)} hours`),
};
