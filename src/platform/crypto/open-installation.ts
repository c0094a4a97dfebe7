import type { Tx } from '../db/transaction'
import { refused } from '../errors'
import { sameVerifier } from './derive'
import { createInstallation, type Installation } from './installation'
import { addMarks, isFilled, listMarks, lockMarks } from './marks.repository'
import { findSecrets } from './secret-file'

type Opening = {
  /** Only the demonstration makes a secret of its own. */
  readonly config: { readonly appSecret?: string | undefined; readonly demonstration: boolean }
  readonly dataDir: string
  /** After the migrations. A database is filled once it holds the mark of a secret, or anybody's keys. */
  readonly tx: Tx
}

/**
 * Opens the installation secret and holds it against the marks in the database. Every version that
 * ever signed something here must be there and be the right one; a newer one leaves its mark.
 * @throws KnownError 'refused', code installation.secret-(missing|wrong|malformed|exposed): the start
 *   must stop and print that sentence
 */
export const openInstallation = async (opening: Opening): Promise<Installation> => {
  const { config, dataDir, tx } = opening
  await lockMarks(tx)
  const known = await listMarks(tx)
  const { appSecret } = config
  const filled = known.length > 0 || (await isFilled(tx))
  const mayMake = config.demonstration && !filled
  const secrets = await findSecrets({ appSecret, dataDir, mayMake })
  const installation = createInstallation(secrets)

  if (filled && known.length === 0) throw refused('installation.mark-missing')
  for (const { version, mark } of known) {
    const held = installation.marks.find(candidate => candidate.version === version)
    if (held === undefined || !sameVerifier(held.mark, mark))
      throw refused('installation.secret-wrong', { version })
  }
  const versions = new Set(known.map(({ version }) => version))
  await addMarks(
    tx,
    installation.marks.filter(({ version }) => !versions.has(version)),
  )
  return installation
}
