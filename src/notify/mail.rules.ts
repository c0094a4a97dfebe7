const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The end of the hour of this moment: a mark says so much of the time, and no more. */
export const endOfHour = (moment: Date): Date =>
  new Date((Math.floor(moment.getTime() / HOUR) + 1) * HOUR)

export const minutesBefore = (moment: Date, minutes: number): Date =>
  new Date(moment.getTime() - minutes * MINUTE)

const LONGEST = 60

/** After the first failure a minute, then two, four … an hour. */
export const nextTry = (now: Date, tries: number): Date =>
  new Date(now.getTime() + Math.min(2 ** Math.min(tries, 10), LONGEST) * MINUTE)

/** All that a mail says. Whoever reads it on the way learns that this person works here, and nothing else. */
export const words = {
  news: {
    subject: '有新的情况',
    text: '有新的情况，请登录办案平台查看。\n\n这封信由平台自动发出，不用回复。\n',
  },
} as const
