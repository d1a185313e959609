-- The hosts that belong to the cluster; a removed one stays, so that its certificate lets it in no more.
CREATE TABLE cluster_host (
  host_id ${name} NOT NULL PRIMARY KEY,
  door TEXT NOT NULL,
  roles TEXT NOT NULL,
  state TEXT NOT NULL
);
