export type FaultKind =
  'missing' | 'changed' | 'head-changed' | 'truncated' | 'planted' | 'checkpoint-broken'

/** Where the record stops being what was written. */
export type Fault = { readonly chain: string; readonly seq: number; readonly fault: FaultKind }
