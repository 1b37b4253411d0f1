import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'

/** A fresh id of the kind that the schema names. */
export const newId = <S extends z.ZodType>(schema: S): z.infer<S> => schema.parse(uuidv7())
