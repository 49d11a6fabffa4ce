-- What a whole protocol needs beside the records: which door a record belongs to, when it left a
-- scope, what is still to be mended, which numbers of a device arrived, and where a restored
-- server's history was lost.

-- The household whose door a record belongs to (a household's own id): all of it moves together.
ALTER TABLE record ADD COLUMN door BLOB;
-- Taken after its author had left the place: 补报.
ALTER TABLE record ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
UPDATE record SET door = CASE kind WHEN 'household' THEN id
  ELSE unhex(replace(json_extract(data, '$.household'), '-', '')) END;
CREATE INDEX record_by_door ON record (door);

-- When a record left that scope, by the server's clock: what was done there lately still counts.
ALTER TABLE feed ADD COLUMN left_at INTEGER;
CREATE INDEX feed_by_record ON feed (record) WHERE gone = 'moved';

-- A refused op waits on its phone until a later one takes its place.
ALTER TABLE op ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE op ADD COLUMN mended BLOB;
UPDATE op SET refused = json_extract(verdict, '$.verdict') = 'rejected';
CREATE INDEX op_to_mend ON op (by_user) WHERE refused = 1 AND mended IS NULL;

-- Every number of every device that arrived, also with an op that was known already. A device
-- counts without a gap, so what is missing between its first and its last number was lost on it.
CREATE TABLE op_number (
  device   BLOB NOT NULL,
  n        INTEGER NOT NULL,
  op       BLOB NOT NULL,
  PRIMARY KEY (device, n)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO op_number SELECT device, n, id FROM op;

-- A phone whose numbers another had used counts on under a new device id, from here.
ALTER TABLE device ADD COLUMN first_n INTEGER NOT NULL DEFAULT 1;
-- The app that it runs, to be shown.
ALTER TABLE device ADD COLUMN app TEXT NOT NULL DEFAULT '';

-- Numbers between `after` and `before` were given by a server that was lost: this database was
-- restored from a backup that ended at `after`.
CREATE TABLE lost_history (
  after    INTEGER PRIMARY KEY,
  before   INTEGER NOT NULL,
  at       INTEGER NOT NULL
) STRICT;
