import { Type } from 'typebox'

/** At least so many characters, and no other rule of composition (NIST SP 800-63B). */
export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 256

/** A password as it is chosen. Characters are counted after NFKC. */
export const NewPassword = Type.String({
  minLength: PASSWORD_MIN,
  maxLength: PASSWORD_MAX,
  writeOnly: true,
  title: 'Password',
  description: '10 to 256 characters of any kind; neither the username nor one of the commonest passwords.',
})

/** A password as it is checked: never a hint at what a right one looks like. */
export const Password = Type.String({ minLength: 1, maxLength: 1024, writeOnly: true, title: 'Password' })

/** What a user is called at sign-in. `Ada` and `ada` are the same. */
export const Username = Type.String({
  pattern: '^[A-Za-z0-9._@-]{1,64}$',
  minLength: 1,
  maxLength: 64,
  title: 'Username',
  description: 'Letters from A to Z, digits and . _ @ - ; upper and lower case are the same.',
  examples: ['ada'],
})

/** The six digits of an authenticator app, or a recovery code. */
export const SecondFactorCode = Type.String({
  minLength: 1,
  maxLength: 64,
  writeOnly: true,
  title: 'Code',
  description: 'The six digits of the authenticator app, or one of the recovery codes; blanks do not count.',
})
