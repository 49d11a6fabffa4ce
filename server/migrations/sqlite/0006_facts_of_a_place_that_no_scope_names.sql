-- What lives with the township (a team, a post, an enterprise) counts for a village or a top-level
-- grid of its own: its id; null where the record's scope says so.
ALTER TABLE fact ADD COLUMN place BLOB;

-- Indicators count without opening the facts themselves: all they need stands in the index.
DROP INDEX fact_by_metric;
CREATE INDEX fact_by_metric ON fact (metric, scope, day, subject, place, n);
