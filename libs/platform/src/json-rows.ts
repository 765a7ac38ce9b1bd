/**
 * Rows of a table as one value of one statement, for `json_populate_recordset(null::the_table, $n)`: however many rows and columns,
 * there is one parameter, and PostgreSQL gives every column the type that the table has. Names become the columns' own.
 */
export function jsonRows(rows: readonly object[]): string {
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [columnOf(name), valueOf(value)])),
    ),
  );
}

const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Bytes as PostgreSQL spells them; what is inside a value of a jsonb column stays as it is. */
function valueOf(value: unknown): unknown {
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value;
}
