-- Log events in blocks: some events of one stream, packed into one row.
DROP TABLE log_event;

-- Numbers a group's events by arrival.
ALTER TABLE log_group ADD COLUMN next_sequence BIGINT NOT NULL DEFAULT 1;

-- A block's events are in the order of (timestamp, sequence), and their sequences are consecutive.
CREATE TABLE log_block (
  group_id BIGINT NOT NULL,
  first_sequence BIGINT NOT NULL,
  last_sequence BIGINT NOT NULL,
  first_timestamp_ms BIGINT NOT NULL,
  last_timestamp_ms BIGINT NOT NULL,
  stream_id BIGINT NOT NULL,
  ingestion_ms BIGINT NOT NULL,
  stored_bytes BIGINT NOT NULL,
  events ${blob} NOT NULL,
  PRIMARY KEY (group_id, first_sequence)
);

-- A search looks at every block that may overlap its range; these tell all that it asks before it reads the events.
CREATE INDEX log_block_by_time
  ON log_block (group_id, first_timestamp_ms, first_sequence, last_timestamp_ms, last_sequence, stream_id);

CREATE INDEX log_block_by_stream
  ON log_block (stream_id, first_timestamp_ms, first_sequence, last_timestamp_ms, last_sequence, group_id);
