import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Fields into which tests/journeys/no-trace-of-two-hundred.db.test.ts writes nothing that it looks for, and why. */
export const clearByDesign: Readonly<Record<string, string>> = {
  voluntary: 'an amount of a finding, sealed until the decision',
  recovered: 'the same',
  deducted: 'the same',
  due: 'a day',
  doneOn: 'a day',
  received: 'a day',
  conditionsWhy: 'sealed: tests/awards/course.db.test.ts looks for it in the rows of the award',
  exclusionsWhy: 'the same',
  decision: 'the number of a decision, sealed for the side that pays',
  basis: 'an amount, of an award',
  rate: 'a percentage',
  forgot_why: 'sealed: tests/finance/doubts.pages.db.test.ts looks for it in the rows of the claim',
  agent_name: 'sealed: tests/payouts/payouts.db.test.ts looks for names in the rows of the claim',
  agent_id_number: 'the same',
  account: 'the same',
  bank: 'the same',
  user: 'the name by which an officer signs in',
  username: 'the same, of a new account',
  'staffing name': 'what a colleague is called',
  otp: 'six digits, used up',
  password: 'tests/accounts/password.rules.test.ts: only its verifier is kept',
  again: 'the same, twice',
  code: 'the receipt and resume codes themselves, sown in another form',
  resume_code: 'the same',
  tail: 'the last digits of a code, compared and not kept',
  website: 'the trap: nobody fills it in',
  from: 'a day',
  until: 'a day',
  on: 'a day',
  minutes: 'a number',
  amount: 'a number of a few digits: it cannot be told from others; sealed with the other answers',
  number: 'the number of a case',
  wanted: 'a number of cases',
  subject:
    'sealed: tests/oversight/letters.pages.db.test.ts looks for it in the rows of the letter',
  other: 'the same, of the case that another is merged into',
  numbers: 'the same, several',
  person: 'the name by which an officer signs in',
  parent: 'the code of a body',
  shortName: 'what a body is called',
  unsent: 'drawn again and not kept: tests/journeys/no-trace.db.test.ts',
  done: 'sown in another form',
  who: 'sealed: tests/transfers/transfers.pages.db.test.ts looks for it in the rows of the transfer',
  proof: 'sealed: tests/notices/notices.pages.db.test.ts looks for it in every table',
  why: 'sealed: tests/findings/changing.ts looks for it in the rows of the change',
  told: 'sealed as the reason beside it is; only the clock of a petition asks for it',
  length: 'a number of days',
  meeting:
    'sealed: tests/casework/clock-ends.pages.db.test.ts looks for it in the rows of the extension',
  pages: 'a number of pages',
  source: 'where the notice of a year stands, for everybody to read',
  validFrom: 'a day, of a law that everybody may read',
  notice: 'its number',
  lines: 'its sentences',
  institution: 'a name out of the public list, for everybody to read',
  articles: 'articles of the law, for everybody to read: docs/adr/0077',
  telephone: 'how a body is reached, on its own page',
  hours: 'the same',
  postcode: 'the same',
}

export const sownFields = [
  ...['q', 'name', 'phone', 'id_number', 'address', 'word', 'word2', 'department', 'trace_code'],
  ...['bill_number', 'text', 'when', 'period', 'hide', 'told_before', 'body', 'reason', 'words'],
  ...[
    'reach',
    'who_name',
    'who_phone',
    'who_id_number',
    'who_address',
    'reply_address',
    'target',
    'how',
    'where',
    'title',
    'note',
    'receiver',
    'answer',
  ],
]

/** The name of every field in which somebody can type, out of the pages themselves. */
export const declaredFields = (): string[] => {
  const folder = path.resolve(__dirname, '../../views')
  const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
  return texts.flatMap(text => [
    ...[
      ...text.matchAll(
        /partials\/(?:staff-)?(?:field|textarea)', \{ id: '([\w-]+)'(?:, fieldName: '(\w+)')?/g,
      ),
    ].map(([, id, name]) => name ?? id ?? ''),
    ...[
      ...text.matchAll(
        /<(?:input|textarea)(?![^>]*type="(?:hidden|radio|checkbox|file|submit)")[^>]*? name="([a-z_]+)"/g,
      ),
    ].map(([, name]) => name ?? ''),
  ])
}
