// The reporter's way back: the receipt code opens status, messages both ways, more evidence, and who
// has looked. Everything is opened with the reporter's own key, which lies in the session alone.
// It never shows an officer's name, never a time finer than a day, and never what was written.
export { createFollowup } from './followup.service'
