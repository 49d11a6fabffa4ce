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

-- Devices that are no longer trusted: they may hand in what they still hold, and nothing else. Apart
-- from `device`, which a restored backup may lack.
CREATE TABLE revoked (
  device   BLOB PRIMARY KEY,
  at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Work that a person has to look at before it counts. Never deleted.
CREATE TABLE review (
  id       INTEGER PRIMARY KEY,
  op       BLOB NOT NULL,            -- as it says: two may claim the same id, and both are kept
  user_id  BLOB NOT NULL,
  device   BLOB,
  reason   TEXT NOT NULL,            -- 'revoked': of a revoked device; 'unproved': its secret is not known here
  received INTEGER NOT NULL,
  body     TEXT NOT NULL,
  decided  TEXT,                     -- 'taken' or 'dismissed'
  decided_by BLOB,
  decided_at INTEGER,
  UNIQUE (op, user_id, reason, body)
) STRICT;
CREATE INDEX review_waiting ON review (received) WHERE decided IS NULL;
