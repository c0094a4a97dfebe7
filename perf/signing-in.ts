import { codeAt } from '../src/accounts'
import { readDemoAccounts } from '../src/demonstration/demo-files'
import { systemClock } from '../src/platform/clock'
import type { BenchServer } from './server'
import { createVisitor, type Visitor } from './visitor'

/** Somebody of the demonstration's people, both proofs given, by the pages that a person uses. */
export const signIn = async (
  { staffUrl, dataDir }: BenchServer,
  user: string,
): Promise<Visitor> => {
  const account = readDemoAccounts(dataDir)?.find(one => one.user === user)
  if (account === undefined) throw new Error(`no demonstration account ${user}`)
  const visitor = createVisitor(staffUrl)
  const login = await visitor.get('/staff/login')
  const { password } = account
  const half = await visitor.send(login, '/staff/login', [
    ['user', user],
    ['password', password],
  ])
  const prove = () =>
    visitor.send(half, '/staff/login/otp', [['otp', codeAt(account.totpSecret, systemClock())]])
  let home = await prove()
  if (home.status === 422) {
    // The code of these 30 seconds was used by the run before: a code is good for one signing in.
    await new Promise(resolve => setTimeout(resolve, 30_000))
    home = await prove()
  }
  if (home.status !== 200) throw new Error(`signing in answered ${home.status}`)
  return visitor
}
