/**
 * What a reporter wrote, as it is sealed under the case key at submission: intake writes it, casework,
 * triage and follow-up read it. Identity is not in it, nor is the claim word. Optional fields that were
 * left empty are ''. Lawbook codes stand beside the words shown to the reporter on that day, so that the
 * original still reads the same after a list has changed.
 */
export type ReportContent = {
  readonly version: 1
  readonly target: {
    readonly choice: 'institution' | 'typed' | 'person' | 'unknown'
    /** The name as picked or typed; '' when unknown. */
    readonly name: string
    /** Where, in words; '' when not told. */
    readonly place: string
    readonly regionCode: string
    /** Does it concern the medical-insurance body itself or its staff? */
    readonly aboutBody: 'yes' | 'no' | 'unsure'
  }
  readonly identity: 'anon' | 'anon-claim' | 'named'
  readonly behaviours: readonly { readonly code: string; readonly plain: string }[]
  /** 拿不准: asked us to classify. */
  readonly unsure: boolean
  readonly department: string
  readonly traceCode: string
  readonly billNumber: string
  readonly text: string
  /** A day or words such as 今年夏天. */
  readonly when: string
  /** How long it has been going on. */
  readonly period: string
  /** Estimated sum in yuan, digits with at most two decimals. */
  readonly amount: string
  /** Code of lawbook kind `relation`, with its words. */
  readonly relation: string
  readonly relationPlain: string
  /** 哪些内容不能让对方知道 */
  readonly hide: string
  readonly contactOk: '' | 'yes' | 'no'
  readonly toldBefore: string
}
