-- DynamoDB. A table's settings are one JSON document; keys are bytes that sort like their values.
CREATE TABLE dynamodb_table (
  name ${name} NOT NULL PRIMARY KEY,
  document TEXT NOT NULL
);

CREATE TABLE dynamodb_item (
  table_id BIGINT NOT NULL,
  hk ${blob} NOT NULL,
  rk ${blob} NOT NULL,
  item ${blob} NOT NULL,
  PRIMARY KEY (table_id, hk, rk)
);

-- Which items an index has, in its order; the items themselves are in their table alone.
CREATE TABLE dynamodb_entry (
  index_id BIGINT NOT NULL,
  hk ${blob} NOT NULL,
  rk ${blob} NOT NULL,
  item_hk ${blob} NOT NULL,
  item_rk ${blob} NOT NULL,
  PRIMARY KEY (index_id, hk, rk, item_hk, item_rk)
) ${clustered};

-- What changed; a sequence number carries the time, microseconds since the epoch.
CREATE TABLE dynamodb_record (
  stream_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  record ${blob} NOT NULL,
  PRIMARY KEY (stream_id, sequence)
);

-- Transactions that are done, for as long as they may be repeated.
CREATE TABLE dynamodb_token (
  token ${name} NOT NULL PRIMARY KEY,
  digest ${blob} NOT NULL,
  expires_ms BIGINT NOT NULL
);

-- What tables, indexes and streams that are gone leave to be removed.
CREATE TABLE dynamodb_garbage (
  id BIGINT NOT NULL PRIMARY KEY
);
