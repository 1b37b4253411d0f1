import type { ButtonHTMLAttributes, ReactNode } from 'react'

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly isSmall?: boolean
  readonly icon?: ReactNode
  /** The only name of a button that shows just an icon. */
  readonly label?: string
}

export function Button({
  look = 'plain',
  isSmall = false,
  icon,
  label,
  children,
  className,
  ...rest
}: Props) {
  const words = [
    'button',
    look,
    isSmall ? 'small' : '',
    children === undefined ? 'icon' : '',
    className ?? '',
  ]
  return (
    <button
      type="button"
      className={words.filter(Boolean).join(' ')}
      aria-label={label}
      title={label}
      {...rest}
    >
      {icon}
      {children}
    </button>
  )
}
