-- Log groups, streams and events. Times are milliseconds since the epoch; -1 where there is none yet.

CREATE TABLE log_counter (
  next_id BIGINT NOT NULL
);

-- Identifiers are never used twice: what is left of a deleted group must not turn up in a new one.
INSERT INTO log_counter (next_id) VALUES (1);

CREATE TABLE log_group (
  id BIGINT NOT NULL PRIMARY KEY,
  name ${name} NOT NULL UNIQUE,
  created_ms BIGINT NOT NULL,
  retention_days INTEGER,
  group_class TEXT NOT NULL,
  stored_bytes BIGINT NOT NULL
);

CREATE TABLE log_group_tag (
  group_id BIGINT NOT NULL,
  tag_key TEXT NOT NULL,
  tag_value TEXT NOT NULL,
  PRIMARY KEY (group_id, tag_key)
) ${clustered};

CREATE TABLE log_stream (
  id BIGINT NOT NULL PRIMARY KEY,
  group_id BIGINT NOT NULL,
  name ${name} NOT NULL,
  created_ms BIGINT NOT NULL,
  first_event_ms BIGINT NOT NULL,
  last_event_ms BIGINT NOT NULL,
  last_ingestion_ms BIGINT NOT NULL,
  UNIQUE (group_id, name)
);

CREATE INDEX log_stream_by_last_event ON log_stream (group_id, last_event_ms, name);

-- A group's events lie in the order in which they are searched; the index is for one stream's.
CREATE TABLE log_event (
  group_id BIGINT NOT NULL,
  timestamp_ms BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  stream_id BIGINT NOT NULL,
  ingestion_ms BIGINT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (group_id, timestamp_ms, sequence)
) ${clustered};

CREATE INDEX log_event_by_stream ON log_event (stream_id, timestamp_ms, sequence);

-- Deleted groups (stream_id 0) and streams whose events are still to be removed.
CREATE TABLE log_garbage (
  group_id BIGINT NOT NULL,
  stream_id BIGINT NOT NULL,
  PRIMARY KEY (group_id, stream_id)
) ${clustered};
