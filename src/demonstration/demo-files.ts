import { readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const ACCOUNTS = 'demo-accounts.json'
const SHARES = 'demo-recovery-shares.txt'

const Accounts = z.array(
  z.object({
    user: z.string(),
    password: z.string(),
    totpSecret: z.string(),
    duty: z.string(),
    organisation: z.string(),
  }),
)
export type DemoAccount = z.output<typeof Accounts>[number]

const accountsFile = (dataDir: string): string => path.join(dataDir, ACCOUNTS)

/** For the owner's eyes only, and whole or not at all. */
const writePrivate = async (file: string, text: string): Promise<void> => {
  const draft = `${file}.part`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.chmod(0o600)
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}

export const writeDemoFiles = async (
  dataDir: string,
  { accounts, shares }: { accounts: readonly DemoAccount[]; shares: readonly string[] },
): Promise<void> => {
  const lines = [
    '演示环境的恢复密钥，三份里任意两份可以恢复一个人的私钥。',
    '真实环境里这三份只在终端显示一次，分别交给三位不是管理员的人保管，不会写进任何文件。',
    '',
    ...shares.map((share, index) => `第 ${index + 1} 份：${share}`),
  ]
  await writePrivate(path.join(dataDir, SHARES), `${lines.join('\n')}\n`)
  await writePrivate(accountsFile(dataDir), `${JSON.stringify(accounts, null, 2)}\n`)
}

/** Undefined when this is no demonstration, or its file was taken away. */
export const readDemoAccounts = (dataDir: string): DemoAccount[] | undefined => {
  try {
    return Accounts.parse(JSON.parse(readFileSync(accountsFile(dataDir), 'utf8')))
  } catch {
    return undefined
  }
}
