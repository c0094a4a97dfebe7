// Answers for paper as such: a model of words, tables and a signature becomes a page of GB/T 9704 (A4, 22 lines
// of 28 signs), as PDF in the shipped font and as DOCX, drawn in a thread of its own.
// Never knows a case, a person or a database, never decides what a paper says, and keeps no file.
export { drawDocx, drawPdf } from './drawing-thread'
export type { Paper, PaperBlock } from './paper.rules'
