-- Unsent work that comes by another way than its phone's own sync, and phones that are no longer
-- trusted.

-- The key that unsent work is sealed to. It is in the backups, or files sealed before a loss could
-- not be read after it.
CREATE TABLE server_key (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  secret   BLOB NOT NULL
) STRICT;

-- What a person's device proves with, inside a seal, whose work it is. Only the hash is kept.
CREATE TABLE seal_secret (
  hash     BLOB PRIMARY KEY,
  user_id  BLOB NOT NULL REFERENCES account,
  device   BLOB NOT NULL,
  created  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Since when a device is no longer trusted: it may hand in what it still holds, and nothing else.
ALTER TABLE device ADD COLUMN revoked INTEGER;

-- Work that a person has to look at before it counts. Never deleted.
CREATE TABLE review (
  op       BLOB PRIMARY KEY,
  user_id  BLOB NOT NULL,
  device   BLOB,
  reason   TEXT NOT NULL,            -- 'revoked': of a revoked device; 'unproved': its secret is not known here
  received INTEGER NOT NULL,
  body     TEXT NOT NULL,
  decided  TEXT,                     -- 'taken' or 'dismissed'
  decided_by BLOB,
  decided_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX review_waiting ON review (received) WHERE decided IS NULL;
