// Answers for documents 文书 of a case: filled from templates of the law book, numbered without gaps, sealed as
// they were issued, served, withdrawn, and verified by whoever holds the paper.
// Never puts a reporter's name on paper: words that tell who reported are refused; the identity desk alone writes
// to people with names (room `serving`). Never changes what was issued, and tells a stranger nothing of the case.
export type { IssuedDocument } from './document'
export { deleteDocuments as eraseDocuments } from './documents.repository'
export { createDocuments, type Documents } from './documents.service'
export { fillTemplate } from './template.rules'
