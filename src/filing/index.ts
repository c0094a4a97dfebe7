// Filing answers for turning answers into a report, whoever typed them: the lists and lengths they are read
// by, which body a report goes to, its keys and number, its receipt.
// Never keeps an unfinished answer, never asks who is at the door, and never shows a page of its own:
// the reporter's wizard (intake) and the officer's sheet (reception) stand above it.
export { makeClaim } from './claim.service'
export { createFiling, type Filing } from './filing.service'
export { oneOf, proseField, readBy, typed as typedField } from './fields.schema'
export { isWhole, toContent, type Target, type WholeAnswers } from './content.rules'
export {
  CheckForm,
  readWhenField,
  relationForm,
  TailForm,
  typeForm,
  whatForm,
  type FactLimits,
} from './facts.schema'
export type { Lists } from './lists'
export { readAmount, readPaper, readWhen } from './papers.rules'
export type { ReceiptFacts } from './receipt-facts'
export { toReceiptPicture } from './receipt-picture.view'
export { toReceiptPage } from './receipt.view'
export type { FreshReceipt, WrittenReport } from './new-case.service'
export {
  groupBehaviours,
  kindOfChoice,
  kindOfInstitution,
  unsureBehaviour,
  type BehaviourGroup,
} from './target.rules'
export { subjectForm } from './target.schema'
export { claimWordForm, identityForm, namedForm } from './who.schema'
