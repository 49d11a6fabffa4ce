-- Photos: a record names them by digest, and they come after it. They are in the database, and so in
-- its backups; docs/decisions/0007 says why.

-- Which photos a record names, in the same commit as the record. Whoever may see one of the records
-- may see the photo; nobody may see, or send, one that no record names.
CREATE TABLE photo_of (
  record   BLOB NOT NULL,
  photo    BLOB NOT NULL,
  PRIMARY KEY (record, photo)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_named ON photo_of (photo);

-- Whole photos: their bytes have the digest that they are named by, and were looked at.
CREATE TABLE photo (
  id       BLOB PRIMARY KEY,
  mime     TEXT NOT NULL,
  by_user  BLOB NOT NULL,
  received INTEGER NOT NULL,
  bytes    BLOB NOT NULL
) STRICT;

-- Pieces of photos on their way, each sender's apart: nobody spoils what another sends. Gone when the
-- photo is whole, or turned out not to be what it was said to be.
CREATE TABLE photo_piece (
  photo    BLOB NOT NULL,
  by_user  BLOB NOT NULL,
  at       INTEGER NOT NULL,
  bytes    BLOB NOT NULL,
  PRIMARY KEY (photo, by_user, at)
) STRICT;
