-- What concurrency is configured, by function name: units reserved, and environments provisioned for a version or alias.
CREATE TABLE reserved_concurrency (
  name TEXT NOT NULL PRIMARY KEY,
  units BIGINT NOT NULL
);

CREATE TABLE provisioned_concurrency (
  name TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  requested BIGINT NOT NULL,
  modified_millis BIGINT NOT NULL,
  PRIMARY KEY (name, qualifier)
);
