/** What is done once a step was asked to run: stay there, go on to the next block, or write a new one below. */
export type RunThen = 'stay' | 'go-on' | 'insert-below'
