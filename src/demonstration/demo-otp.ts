import { codeAt } from '../accounts'
import type { Clock } from '../platform/clock'
import { notFound } from '../platform/errors'
import { readDemoAccounts } from './demo-files'

type Asked = { readonly dataDir: string; readonly user: string; readonly clock: Clock }

/**
 * What the app of a demonstration person shows now. @throws notFound('demonstration') without the accounts
 * file, notFound('demo-account') for a user who is not in it
 */
export const demoCode = ({ dataDir, user, clock }: Asked): string => {
  const accounts = readDemoAccounts(dataDir)
  if (accounts === undefined) throw notFound('demonstration')
  const account = accounts.find(one => one.user === user)
  if (account === undefined) throw notFound('demo-account')
  return codeAt(account.totpSecret, clock())
}
