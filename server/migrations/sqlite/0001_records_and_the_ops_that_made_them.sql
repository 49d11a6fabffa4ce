-- Records, the ops that made them, what they count for, and the feed that phones read.
-- Ids are the sixteen bytes of a UUID; days and JSON are text; times are milliseconds UTC.

-- The latest state of each record. Payloads are JSON, so a new kind needs no migration; whatever
-- is counted stands in `fact`, so counting reads no JSON.
CREATE TABLE record (
  id       BLOB PRIMARY KEY,
  kind     TEXT NOT NULL,
  scope    TEXT NOT NULL,
  seq      INTEGER NOT NULL,
  v        INTEGER NOT NULL,
  fv       TEXT NOT NULL,            -- versions of the fields, JSON
  writers  TEXT NOT NULL,            -- who last wrote each field, JSON
  made_by  BLOB NOT NULL,            -- the op that made it: the same id with another op is id_reuse
  by_user  BLOB NOT NULL,
  at       INTEGER,                  -- device time, shown, never compared
  data     TEXT NOT NULL,
  gone     TEXT                      -- 'void' once withdrawn
) STRICT, WITHOUT ROWID;
CREATE INDEX record_by_scope ON record (scope, kind);

-- Every op with its verdict, in the same commit: asking again gives the same answer. Never deleted.
CREATE TABLE op (
  id       BLOB PRIMARY KEY,
  device   BLOB NOT NULL,
  n        INTEGER NOT NULL,
  by_user  BLOB NOT NULL,
  received INTEGER NOT NULL,
  rec      BLOB NOT NULL,
  body     TEXT NOT NULL,
  verdict  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX op_by_device ON op (device, n);
CREATE INDEX op_by_record ON op (rec);

-- What each record counts for; written anew with every change of its record.
CREATE TABLE fact (
  record   BLOB NOT NULL,
  metric   TEXT NOT NULL,
  scope    TEXT NOT NULL,
  day      TEXT,
  n        INTEGER NOT NULL,
  subject  BLOB NOT NULL,
  by_user  BLOB NOT NULL,
  PRIMARY KEY (record, metric, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_by_metric ON fact (metric, scope, day, subject);

-- One entry per scope and record, the latest: a phone that was away for weeks reads each once.
CREATE TABLE feed (
  scope    TEXT NOT NULL,
  record   BLOB NOT NULL,
  seq      INTEGER NOT NULL,
  gone     TEXT,                     -- 'void' or 'moved': no longer in this scope
  PRIMARY KEY (scope, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_by_seq ON feed (scope, seq);

-- The one counter. Taken as the last act of a transaction: with an ordinary sequence a reader can
-- see number 8 committed before 7 and never come back for 7.
CREATE TABLE counter (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  seq      INTEGER NOT NULL
) STRICT;
INSERT INTO counter VALUES (1, 0);

-- The hash of each commit over the one before it: a cursor carries it, so that a server restored
-- from a backup is found out, whatever number it has reached by then.
CREATE TABLE history (
  seq      INTEGER PRIMARY KEY,
  hash     TEXT NOT NULL
) STRICT;
INSERT INTO history VALUES (0, '0');
