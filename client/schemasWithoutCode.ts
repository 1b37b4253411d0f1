/** The page's policy forbids to make code of text, and reports who tries: so no schema does. Imported before any is made. */
import { z } from 'zod'

z.config({ jitless: true })
