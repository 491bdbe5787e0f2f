/** How a term compares a field with its values. */
export type Operator = ':' | '=' | '!=' | '>' | '>=' | '<' | '<=' | '~'
