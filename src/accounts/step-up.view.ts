import { wrongCode } from './sign-in.view'

/** What stands over the field `otp` when a step-up was not passed; by the answer of `secondFactor.check`. */
export const stepUpFaults = {
  // Said of a passkey as well: which of the two it was, the person knows.
  wrong: wrongCode,
  locked: '连续输错 5 次，暂时不能确认，请 15 分钟以后再试',
} as const
