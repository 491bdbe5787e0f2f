export type DialogName = 'palette' | 'help'

/** Which dialog of the shell lies over the screen; one at a time. */
class Dialogs {
  open = $state<DialogName | null>(null)

  show(name: DialogName): void {
    this.open = name
  }

  close(): void {
    this.open = null
  }
}

export const dialogs = new Dialogs()
