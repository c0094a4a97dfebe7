// Answers for the files that belong to a case: takes them in as a stream, decides which are taken,
// seals each under a key of its own, and hands officers a copy that is safe to look at.
// Never keeps a byte in clear on disk, never gives a reporter a file back, and never asks who is at
// the door: callers bring the case and its open key.
export type { EvidenceFile, Received, Upload, UploadPlace } from './evidence'
export { createEvidence, type Evidence } from './evidence.service'
export { toEvidenceRows } from './evidence.view'
export { noteErrors, readNotes, toUploadList, uploadSentence } from './upload.view'
