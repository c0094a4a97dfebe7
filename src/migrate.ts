import { openKnex } from './platform/db/database'
import { migrateToLatest } from './platform/db/migrate'
import { createApplicationRole, grantApplicationRole, type Role } from './platform/db/roles'
import { codeOf } from './platform/errors'
import { sentencesOf } from './web/sentences'

type Knex = ReturnType<typeof openKnex>

// Runs as the owner, in a process of its own that ends: the service never holds the owner's password.

const roleOf = (url: string): Role => {
  const { username, password } = new URL(url)
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) }
}

const NO_SUCH_DATABASE = '3D000'

const createDatabase = async (ownerUrl: string): Promise<void> => {
  const url = new URL(ownerUrl)
  const name = decodeURIComponent(url.pathname.slice(1))
  url.pathname = '/postgres'
  const admin = openKnex(url.href, 1)
  try {
    await admin.raw("CREATE DATABASE ?? ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0", [
      name,
    ])
  } finally {
    await admin.destroy()
  }
}

const openOwner = async (ownerUrl: string): Promise<Knex> => {
  const owner = openKnex(ownerUrl, 3)
  try {
    await owner.raw('SELECT 1')
    return owner
  } catch (error) {
    await owner.destroy()
    if (codeOf(error) !== NO_SUCH_DATABASE) throw error
    await createDatabase(ownerUrl)
    return openKnex(ownerUrl, 3)
  }
}

const refuseUnfit = async (owner: Knex): Promise<void> => {
  const { rows } = await owner.raw<{ rows: { encoding: string }[] }>(
    "SELECT current_setting('server_encoding') AS encoding",
  )
  if (rows[0]?.encoding !== 'UTF8')
    throw new Error(
      '数据库的编码不是 UTF8。请新建一个：CREATE DATABASE … ENCODING UTF8 TEMPLATE template0。',
    )
}

const main = async (ownerUrl: string, applicationUrl: string): Promise<void> => {
  const role = roleOf(applicationUrl)
  if (role.name === roleOf(ownerUrl).name)
    throw new Error(
      'DATABASE_URL 和 DATABASE_OWNER_URL 要用两个不同的账号：应用账号不能改表结构，也不能改动操作记录。',
    )
  const owner = await openOwner(ownerUrl)
  try {
    await refuseUnfit(owner)
    await createApplicationRole(owner, role)
    await migrateToLatest(owner, ownerUrl)
    await grantApplicationRole(owner, role.name)
  } finally {
    await owner.destroy()
  }
}

const { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: applicationUrl } = process.env

const start = (): Promise<void> => {
  if (ownerUrl === undefined || applicationUrl === undefined)
    throw new Error('DATABASE_OWNER_URL 和 DATABASE_URL 两个都要设置。')
  return main(ownerUrl, applicationUrl)
}

Promise.resolve()
  .then(start)
  .then(() => {
    process.stdout.write('数据库已经是最新的表结构。\n')
  })
  .catch((error: unknown) => {
    process.stderr.write(`数据库没有升级成功：${sentencesOf(error).join('')}\n`)
    process.exitCode = 1
  })
