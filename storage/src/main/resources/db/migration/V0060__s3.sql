-- S3. Times are milliseconds since the epoch; documents are JSON.
CREATE TABLE s3_bucket (
  name ${name} NOT NULL PRIMARY KEY,
  created_ms BIGINT NOT NULL,
  document TEXT NOT NULL
) ${clustered};

-- Whose a name is, for ever.
CREATE TABLE s3_name (
  name ${name} NOT NULL PRIMARY KEY,
  account TEXT NOT NULL
) ${clustered};

CREATE TABLE s3_version (
  bucket ${name} NOT NULL,
  name ${name} NOT NULL,
  sequence BIGINT NOT NULL,
  version_id ${name} NOT NULL,
  latest BIGINT NOT NULL,
  marker BIGINT NOT NULL,
  size BIGINT NOT NULL,
  etag TEXT NOT NULL,
  modified_ms BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (bucket, name, sequence)
) ${clustered};

-- What readers see, in the order of listings; never two of one key.
CREATE UNIQUE INDEX s3_latest ON s3_version (bucket, name) WHERE latest = 1;

-- Small bytes.
CREATE TABLE s3_small (
  id ${rowid} NOT NULL PRIMARY KEY,
  bytes ${blob} NOT NULL
);

-- Files that are referred to, or were and are to be removed.
CREATE TABLE s3_file (
  id ${name} NOT NULL PRIMARY KEY,
  dead BIGINT NOT NULL
) ${clustered};

CREATE INDEX s3_file_dead ON s3_file (id) WHERE dead = 1;

CREATE TABLE s3_upload (
  bucket ${name} NOT NULL,
  name ${name} NOT NULL,
  id ${name} NOT NULL,
  started_ms BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (bucket, name, id)
) ${clustered};

CREATE UNIQUE INDEX s3_upload_id ON s3_upload (id);

CREATE TABLE s3_part (
  upload ${name} NOT NULL,
  number BIGINT NOT NULL,
  size BIGINT NOT NULL,
  piece TEXT NOT NULL,
  etag TEXT NOT NULL,
  modified_ms BIGINT NOT NULL,
  checksum TEXT,
  PRIMARY KEY (upload, number)
) ${clustered};
