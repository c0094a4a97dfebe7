// Answers for files as such: which formats are taken, how a form with files is read, how a stream becomes a
// sealed blob in constant memory, and how a picture or a page is drawn anew without what hides beside it.
// Never knows a case, a person or a table, and never decides who may see what.
export { attachmentHeader, readFileName } from './file-name.rules'
export type { Limits, OpenFile, RefusedFile } from './file'
export { flatten, textOf } from './form-fields.rules'
export { formats, getFormat, type Format, type Shelf } from './format.rules'
export { countPages, drawPage, type PdfTrouble } from './pdf.service'
export { redraw, type Picture, type PictureTrouble } from './picture.service'
export { writePicture, type WrittenBlock } from './written-picture.service'
export { readRange } from './range.rules'
export { sizeInWords } from './size.rules'
export { storeFile, type SentFile, type StoredFile } from './store-file.service'
export { readText, type ReadText } from './text.service'
export { readSheetForm } from './sheet-form'
export { readUploadForm } from './upload-form.service'
