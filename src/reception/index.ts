// Reception answers for reports that an officer writes down for somebody else: a call, a visit, a letter. One
// sheet that can be left unfinished, the reading back, the code given in groups, the printed receipt.
// Never keeps a finished sheet, never keeps a code that was put away, and opens an unfinished sheet for the
// one officer who wrote it, who heard all of it anyway; a colleague finds nothing.
export { createReceptionHomePart } from './home-part'
export { createReception } from './reception.service'
