-- Layer versions. What only the registry reads is one JSON document.
CREATE TABLE layer_version (
  name TEXT NOT NULL,
  version BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (name, version)
);

-- Bytes of a package's content; 0 for packages that were kept before it was counted.
ALTER TABLE function_version ADD COLUMN unzipped_size BIGINT NOT NULL DEFAULT 0;
