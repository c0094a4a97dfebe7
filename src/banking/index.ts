// What passes between a body and its bank: a card's check digit, a file of payments in the columns that the bank asks
// for, and the bank's answer read back. Pure: it knows no case, no reward and no database, and keeps nothing.
export { readBankCard } from './bank-card.rules'
export { bankHeader, bankRow, readAnswers, type BankLayout, type ReadAnswers } from './bank-file'
