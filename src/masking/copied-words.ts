import type { Tx } from '../platform/db/transaction'
import { createCopyFinder } from './copied.rules'
import type { OpenCase } from './masking'
import type { Masking } from './masking.service'

/** Everything that reporters of the case wrote, open. */
const writtenIn = async (masking: Pick<Masking, 'read'>, tx: Tx, open: OpenCase) => {
  const { originals, letters } = await masking.read(tx, open)
  return [
    ...originals.flatMap(({ content }) => [
      ...[content.text, content.when, content.period, content.toldBefore, content.hide],
      ...[content.relationPlain, content.department],
    ]),
    ...letters.messages.map(({ body }) => body),
    ...letters.files.flatMap(({ name, note }) => [name, note]),
  ]
}

/** For whoever writes what leaves the house: finds what a text repeats, word for word, of what reporters wrote. */
export const copyFinderOf = async (masking: Pick<Masking, 'read'>, tx: Tx, open: OpenCase) =>
  createCopyFinder(await writtenIn(masking, tx, open))

/** As it is said beside the field. */
export const copiedWords = (run: string): string =>
  run === '' ? '' : `这里照抄了举报人写的话：“${run}”。请用自己的话写`
