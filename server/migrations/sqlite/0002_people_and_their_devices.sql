-- Who may sign in, what they may do where, and with which devices. Ordinary tables: they take
-- effect on the next request and are never sent to phones.

CREATE TABLE account (
  user_id     BLOB PRIMARY KEY,
  account     TEXT NOT NULL UNIQUE,
  password    TEXT NOT NULL,          -- PHC string, Argon2id
  name        TEXT NOT NULL,
  town        BLOB NOT NULL,
  elder       INTEGER NOT NULL DEFAULT 0,
  must_change INTEGER NOT NULL DEFAULT 0,
  disabled    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- A role at a place, for a time. The place is a town, a village or a grid; a town or village
-- extends to the grids of doors below it.
CREATE TABLE duty (
  user_id     BLOB NOT NULL REFERENCES account,
  role        TEXT NOT NULL,
  place       BLOB NOT NULL,
  from_on     TEXT,
  to_on       TEXT,
  PRIMARY KEY (user_id, role, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX duty_by_place ON duty (place);

-- Only the hash of a token is kept: a copy of the database signs nobody in.
CREATE TABLE session (
  token_hash  BLOB PRIMARY KEY,
  user_id     BLOB NOT NULL REFERENCES account,
  device      BLOB NOT NULL,
  created     INTEGER NOT NULL,
  expires     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_user ON session (user_id);

-- What supervisors see of a phone: when it was last heard of, and what it still holds.
CREATE TABLE device (
  id           BLOB PRIMARY KEY,
  user_id      BLOB NOT NULL REFERENCES account,
  name         TEXT NOT NULL,
  platform     TEXT NOT NULL,
  last_contact INTEGER,
  unsent       INTEGER,
  highest_n    INTEGER NOT NULL DEFAULT 0,
  lost         INTEGER NOT NULL DEFAULT 0   -- numbers that were skipped: records this phone lost
) STRICT, WITHOUT ROWID;
CREATE INDEX device_by_user ON device (user_id);

-- Failed sign-ins, to slow guessing down.
CREATE TABLE failed_sign_in (
  account     TEXT NOT NULL,
  at          INTEGER NOT NULL
) STRICT;
CREATE INDEX failed_by_account ON failed_sign_in (account, at);
