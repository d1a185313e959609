-- One row per function version. What only the registry reads is one JSON document, so that a new member needs no new column.
CREATE TABLE function_version (
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  revision_id TEXT NOT NULL,
  deployment TEXT NOT NULL,
  modified_millis BIGINT NOT NULL,
  code_digest TEXT NOT NULL,
  code_size BIGINT NOT NULL,
  state TEXT NOT NULL,
  state_reason TEXT NOT NULL,
  state_code TEXT NOT NULL,
  update_status TEXT NOT NULL,
  update_reason TEXT NOT NULL,
  update_code TEXT NOT NULL,
  configuration TEXT NOT NULL,
  tags TEXT NOT NULL,
  PRIMARY KEY (name, version)
);
