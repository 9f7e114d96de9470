// The durable relay on SQLite: one statement, one commit a message. `node sqlite.mjs FILE`
import Database from "better-sqlite3";
import { serve } from "./relay.mjs";

const database = new Database(process.argv[2]);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`
  CREATE TABLE entry (
    id INTEGER PRIMARY KEY, session TEXT NOT NULL, seq INTEGER NOT NULL, sender TEXT NOT NULL, command TEXT NOT NULL,
    text TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (session, seq), UNIQUE (sender, command)
  )`);
const insert = database.prepare(`
  INSERT INTO entry (session, seq, sender, command, text, at)
  SELECT :session, coalesce(max(seq), 0) + 1, :sender, :command, :text, :at FROM entry WHERE session = :session
  RETURNING seq`);

serve((message) => insert.get(message).seq);
