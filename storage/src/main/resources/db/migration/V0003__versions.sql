-- What belongs to a function beside its versions: one JSON document per kind and qualifier (an alias, a version or $LATEST).
CREATE TABLE function_part (
  function_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (function_name, kind, qualifier)
);

-- The highest number ever given to a version of a name. It outlives what was numbered: no number is given twice.
CREATE TABLE registry_count (
  series TEXT NOT NULL,
  name TEXT NOT NULL,
  last_number BIGINT NOT NULL,
  PRIMARY KEY (series, name)
);
