import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Lets the heap grow to three times what is alive before all of it is gone through. V8 counts every buffer
 * that came off a line as if it were to stay; by its own measure it goes through the whole heap for each
 * 17 MB of an upload, which costs as much as sealing them.
 */
export const letHeapGrow = (): void => {
  setFlagsFromString('--heap-growing-percent=200')
}

/**
 * Looks at what is young in this thread's heap each time that so many bytes have passed; a fraction of a
 * millisecond. Pieces of files lie in memory outside the heap, which the collector does not see fill up: left
 * alone it lets tens of megabytes of them lie before it looks.
 */
export const createSweep = (every: number): ((bytes: number) => void) => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: { readonly type: 'minor' }) => void
  let passed = 0
  return bytes => {
    passed += bytes
    if (passed < every) return
    passed = 0
    collect({ type: 'minor' })
  }
}
