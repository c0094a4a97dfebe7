import { createSmtpPost } from '../../src/notify'

/** Sends one letter from a process of its own: which authorities are believed is decided when Node starts. */
void createSmtpPost({ url: process.argv[2] ?? '', from: 'noreply@example.test', requireTls: true })(
  {
    id: 'b0b6f9c0-0000-4000-8000-000000000000',
    to: 'zhang@example.test',
    subject: '有新的情况',
    text: '有新的情况。',
    date: new Date(),
  },
).then(delivery => process.stdout.write(JSON.stringify(delivery)))
