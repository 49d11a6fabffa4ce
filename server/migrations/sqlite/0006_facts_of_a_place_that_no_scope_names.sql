-- What lives with the township (a team, a post, an enterprise) counts for a village or a top-level
-- grid of its own: its id; null where the record's scope says so.
ALTER TABLE fact ADD COLUMN place BLOB;

-- Indicators count without opening the facts themselves: all they need stands in the index.
DROP INDEX fact_by_metric;
CREATE INDEX fact_by_metric ON fact (metric, scope, day, subject, place, n);

-- Who did it is counted; who entered it for them (代录) is counted beside. Null: the same person.
ALTER TABLE fact ADD COLUMN entered_by BLOB;

-- What those who lead have to know of a worker: for them alone, so not in the directory that every
-- phone holds. `health_limit` is a list of codes, JSON.
ALTER TABLE account ADD COLUMN born INTEGER;
ALTER TABLE account ADD COLUMN health_limit TEXT NOT NULL DEFAULT '[]';
ALTER TABLE account ADD COLUMN max_homes_day INTEGER;
