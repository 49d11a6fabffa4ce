-- Households and people that were joined (`same`): who stepped back, who leads, and where. Worked out
-- from the records in the same commit, never written by itself; facts name who leads, so that every
-- figure counts one thing once without asking here.
CREATE TABLE joined (
  id       BLOB PRIMARY KEY,         -- the one that stepped back
  root     BLOB NOT NULL,            -- the one that is read in its place
  scope    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX joined_by_root ON joined (root);
CREATE INDEX joined_by_scope ON joined (scope);
