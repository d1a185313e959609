-- How far the lanes of shards are read, for each event source mapping.
CREATE TABLE stream_checkpoint (
  mapping ${name} NOT NULL,
  shard ${name} NOT NULL,
  lane INTEGER NOT NULL,
  lanes INTEGER NOT NULL,
  position TEXT NOT NULL,
  window_ms BIGINT,
  state TEXT,
  PRIMARY KEY (mapping, shard, lane)
);
