declare const brand: unique symbol

/** A string that may only be used where this kind of id is meant. */
type Id<Kind extends string> = string & { readonly [brand]: Kind }

export type CaseId = Id<'Case'>
export type ReportId = Id<'Report'>
export type DraftId = Id<'Draft'>
export type StaffId = Id<'Staff'>
export type OrganisationId = Id<'Organisation'>
export type InstitutionId = Id<'Institution'>
export type DeskId = Id<'Desk'>
export type PasskeyId = Id<'Passkey'>
export type FactorResetId = Id<'FactorReset'>
export type EvidenceId = Id<'Evidence'>
export type MessageId = Id<'Message'>
export type RunId = Id<'RetentionRun'>
export type AppealId = Id<'Appeal'>
export type IdentityRequestId = Id<'IdentityRequest'>
export type IdentityLetterId = Id<'IdentityLetter'>
export type DrawId = Id<'Draw'>
export type LawDraftId = Id<'LawDraft'>
export type CalendarChangeId = Id<'CalendarChange'>
export type SearchKeyId = Id<'SearchKey'>
export type RecordItemId = Id<'RecordItem'>
export type ReviewId = Id<'Review'>
export type HandingId = Id<'Handing'>
export type LetterId = Id<'Letter'>
export type SampleId = Id<'Sample'>
export type TransferId = Id<'Transfer'>
export type AwardId = Id<'Award'>
export type ClaimId = Id<'Claim'>
export type BatchId = Id<'PayBatch'>
export type PaymentId = Id<'Payment'>
