import { open, readFile, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { refused } from '../errors'
import { systemRandom } from '../random'
import type { InstallationSecret } from './installation'

type Source = {
  /** APP_SECRET, when set, wins over the file. */
  readonly appSecret: string | undefined
  readonly dataDir: string
  /**
   * A filled database is never given a new secret: nothing signed under the old one would hold. Nor is a
   * real installation: the service and the tools would each have one of their own.
   */
  readonly mayMake: boolean
}

const fileName = 'installation-secret'
const madeBytes = 32

/**
 * One text per version, `2:<text>`, divided by blanks or commas; without a number it is version 1. The
 * text itself is the secret, whatever encoding it came out of: at least 32 characters.
 */
const readSecrets = (text: string): InstallationSecret[] => {
  const secrets = text
    .split(/[\s,]+/)
    .filter(part => part !== '')
    .map(part => {
      const [, version = '1', secret = ''] = /^(?:(\d{1,5}):)?(.*)$/.exec(part) ?? []
      return { version: Number(version), secret: Buffer.from(secret, 'utf8') }
    })
  const versions = new Set(secrets.map(({ version }) => version))
  const wellFormed = secrets.every(
    ({ version, secret }) => version > 0 && version < 0x10000 && secret.length >= 32,
  )
  if (secrets.length === 0 || versions.size < secrets.length || !wellFormed)
    throw refused('installation.secret-malformed')
  return secrets
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'

const readSecretFile = async (file: string): Promise<string | undefined> => {
  try {
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0) throw refused('installation.secret-exposed', { file })
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Durable before anything is signed with it. Never overwrites: `wx` fails when the file is there. */
const makeSecretFile = async (file: string): Promise<string> => {
  const text = `1:${systemRandom.bytes(madeBytes).toString('base64url')}\n`
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  const folder = await open(path.dirname(file), 'r')
  await folder.sync()
  await folder.close()
  return text
}

export const findSecrets = async (source: Source): Promise<InstallationSecret[]> => {
  if (source.appSecret !== undefined) return readSecrets(source.appSecret)
  const file = path.join(source.dataDir, fileName)
  const text = await readSecretFile(file)
  if (text !== undefined) return readSecrets(text)
  if (!source.mayMake) throw refused('installation.secret-missing', { file })
  return readSecrets(await makeSecretFile(file))
}

const nextName = 'installation-secret-next'

const writeDurably = async (file: string, text: string): Promise<void> => {
  const temporary = `${file}.new`
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
  const folder = await open(path.dirname(file), 'r')
  await folder.sync()
  await folder.close()
}

/**
 * A new version beside those that are kept. Where the secret comes from the environment, which no tool can change,
 * the whole text for it is written into a file that only its owner reads.
 * @throws KnownError refused, as findSecrets
 */
export const addSecretVersion = async ({
  appSecret,
  dataDir,
}: Omit<Source, 'mayMake'>): Promise<{ version: number; file: string; inUse: boolean }> => {
  const held = await findSecrets({ appSecret, dataDir, mayMake: false })
  const version = Math.max(...held.map(one => one.version)) + 1
  const secret = systemRandom.bytes(madeBytes).toString('base64url')
  const lines = held.map(one => `${one.version}:${one.secret.toString('utf8')}`)
  const inUse = appSecret === undefined
  const file = path.join(dataDir, inUse ? fileName : nextName)
  await writeDurably(file, `${[...lines, `${version}:${secret}`].join('\n')}\n`)
  return { version, file, inUse }
}
