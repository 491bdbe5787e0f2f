const CHOICES = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof CHOICES)[number]

/** Where the choice is kept; public/theme.js reads it before the first paint. */
const KEY = 'switchboard.theme'

const isChoice = (value: unknown): value is ThemeChoice => CHOICES.includes(value as ThemeChoice)

class Theme {
  choice = $state<ThemeChoice>('system')

  constructor() {
    const saved = localStorage.getItem(KEY)
    if (isChoice(saved)) this.choice = saved
  }

  get next(): ThemeChoice {
    return CHOICES[(CHOICES.indexOf(this.choice) + 1) % CHOICES.length] ?? 'system'
  }

  use(choice: ThemeChoice): void {
    this.choice = choice
    if (choice === 'system') {
      localStorage.removeItem(KEY)
      delete document.documentElement.dataset['theme']
    } else {
      localStorage.setItem(KEY, choice)
      document.documentElement.dataset['theme'] = choice
    }
  }
}

export const theme = new Theme()
