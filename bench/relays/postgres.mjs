// The durable relay on PostgreSQL: one prepared statement, one commit a message, on a pool of as many connections as `pg` opens by itself.
// `node postgres.mjs ADDRESS`
import pg from "pg";
import { serve } from "./relay.mjs";

const pool = new pg.Pool({ connectionString: process.argv[2] });
await pool.query(`
  CREATE TABLE entry (
    id bigserial PRIMARY KEY, session text NOT NULL, seq int NOT NULL, sender text NOT NULL, command text NOT NULL,
    text text NOT NULL, at timestamptz NOT NULL, UNIQUE (session, seq), UNIQUE (sender, command)
  )`);
const insert = {
  name: "insert",
  text: `
    INSERT INTO entry (session, seq, sender, command, text, at)
    SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5 FROM entry WHERE session = $1
    RETURNING seq`,
};

serve(async ({ session, sender, command, text, at }) => {
  const { rows } = await pool.query({ ...insert, values: [session, sender, command, text, at] });
  return rows[0].seq;
});
