-- The state of the look-alike cluster, and KWDB's catalogue as views of it (columns and meanings as in KWDB 3.1.0).
CREATE SCHEMA lab;
CREATE SCHEMA kwdb_internal;

CREATE TABLE lab.cluster (initialized boolean NOT NULL, liveness interval NOT NULL, sampling interval NOT NULL);
CREATE TABLE lab.settings (name text PRIMARY KEY, value text NOT NULL, usual text NOT NULL);
INSERT INTO lab.settings VALUES
  ('version', '20.1-3', '20.1-3'),
  ('server.time_until_store_dead', '00:30:00', '00:30:00'),
  ('ts.raft_log.sync_period', '00:00:10', '00:00:10');

CREATE TABLE lab.nodes (
  node_id bigint PRIMARY KEY,
  address text NOT NULL,
  build text NOT NULL,
  start_mode text NOT NULL,
  started_at timestamptz NOT NULL,
  heartbeat timestamptz NOT NULL,
  draining boolean NOT NULL DEFAULT false,
  upgrading boolean NOT NULL DEFAULT false,
  decommissioning boolean NOT NULL DEFAULT false);

CREATE TABLE lab.ranges (
  range_id bigint PRIMARY KEY,
  database_name text NOT NULL,
  table_name text NOT NULL,
  replicas bigint[] NOT NULL,
  lease_holder bigint);

CREATE TABLE lab.store_status (node_id bigint PRIMARY KEY, taken timestamptz NOT NULL, metrics jsonb NOT NULL);

CREATE FUNCTION lab.is_live(node bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT heartbeat > clock_timestamp() - (SELECT liveness FROM lab.cluster) FROM lab.nodes WHERE node_id = node), false) $$;

CREATE FUNCTION lab.takes_leases(node bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT lab.is_live(node) AND NOT (SELECT draining OR upgrading FROM lab.nodes WHERE node_id = node) $$;

CREATE FUNCTION lab.living(replicas bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(r ORDER BY r), '{}') FROM unnest(replicas) AS r WHERE lab.is_live(r) $$;

-- Who should answer for a range: its replicas in turn, of those that can.
CREATE VIEW lab.wanted_leases AS
  SELECT r.range_id, (
    SELECT c FROM unnest(r.replicas) WITH ORDINALITY AS u(c, place)
    WHERE lab.takes_leases(c) ORDER BY (place + r.range_id) % cardinality(r.replicas) LIMIT 1) AS node
  FROM lab.ranges AS r;

-- What a node does all the time: it lives, leases move to who can hold them, and its store reports now and then.
CREATE FUNCTION lab.beat(node bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1);
  UPDATE lab.nodes SET heartbeat = clock_timestamp() WHERE node_id = node;
  IF NOT (SELECT initialized FROM lab.cluster) THEN RETURN; END IF;
  UPDATE lab.ranges AS r SET lease_holder = wanted.node FROM lab.wanted_leases AS wanted
  WHERE wanted.range_id = r.range_id AND r.lease_holder IS DISTINCT FROM wanted.node;
  IF (SELECT coalesce(max(taken), '-infinity') FROM lab.store_status WHERE node_id = node)
     < clock_timestamp() - (SELECT sampling FROM lab.cluster) THEN
    INSERT INTO lab.store_status
    SELECT node, clock_timestamp(), jsonb_build_object(
      'ranges', count(*) FILTER (WHERE alive[1] = node),
      'ranges.unavailable', count(*) FILTER (WHERE alive[1] = node AND cardinality(alive) < cardinality(replicas) / 2 + 1),
      'ranges.underreplicated', count(*) FILTER (WHERE alive[1] = node AND cardinality(alive) < cardinality(replicas)),
      'ranges.overreplicated', 0,
      'replicas', count(*) FILTER (WHERE node = ANY (replicas)),
      'replicas.leaders', count(*) FILTER (WHERE lease_holder = node),
      'replicas.leaseholders', count(*) FILTER (WHERE lease_holder = node))
    FROM (SELECT replicas, lease_holder, lab.living(replicas) AS alive FROM lab.ranges) AS r
    ON CONFLICT (node_id) DO UPDATE SET taken = excluded.taken, metrics = excluded.metrics;
  END IF;
END $$;

CREATE FUNCTION lab.join_cluster(node bigint, at text, tag text, mode text, upgraded boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO lab.nodes VALUES (node, at, tag, mode, clock_timestamp(), clock_timestamp())
  ON CONFLICT (node_id) DO UPDATE SET address = at, build = tag, start_mode = mode, started_at = clock_timestamp(),
    heartbeat = clock_timestamp(), draining = false,
    upgrading = CASE WHEN upgraded THEN false ELSE lab.nodes.upgrading END;
  IF upgraded THEN UPDATE lab.settings SET value = usual WHERE name = 'server.time_until_store_dead'; END IF;
  IF mode = 'start-single-node' THEN UPDATE lab.cluster SET initialized = true; END IF;
END $$;

-- Every node serves, every range has its replicas and its leaseholder, and the stores have said so.
CREATE FUNCTION lab.is_ready(count bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (SELECT count(*) FROM lab.nodes WHERE lab.takes_leases(node_id)) = count
    AND NOT EXISTS (SELECT FROM lab.ranges WHERE lab.living(replicas) <> replicas)
    AND NOT EXISTS (SELECT FROM lab.ranges JOIN lab.wanted_leases USING (range_id) WHERE lease_holder IS DISTINCT FROM node)
    AND (SELECT sum((metrics->>'ranges')::bigint) = (SELECT count(*) FROM lab.ranges)
      AND sum((metrics->>'replicas.leaseholders')::bigint) = (SELECT count(*) FROM lab.ranges)
      AND sum((metrics->>'ranges.unavailable')::bigint + (metrics->>'ranges.underreplicated')::bigint) = 0
      FROM lab.store_status) $$;

CREATE FUNCTION lab.node_at(host text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT node_id FROM lab.nodes WHERE split_part(address, ':', 1) = host $$;

CREATE FUNCTION lab.init() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT initialized FROM lab.cluster) THEN RAISE EXCEPTION 'cluster has already been initialized'; END IF;
  UPDATE lab.cluster SET initialized = true;
  RETURN 'Cluster successfully initialized';
END $$;

CREATE FUNCTION lab.drain(node bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE lab.nodes SET draining = true WHERE node_id = node $$;

CREATE FUNCTION lab.leases_of(node bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT count(*) FROM lab.ranges WHERE lease_holder = node $$;

-- Only when all nodes are there and none is draining or being upgraded.
CREATE FUNCTION lab.announce_upgrade(node bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE bad text;
BEGIN
  IF NOT EXISTS (SELECT FROM lab.nodes WHERE node_id = node) THEN
    RAISE EXCEPTION 'Upgrade ternimated. Hint: cannot find status of node %', node;
  END IF;
  SELECT CASE WHEN NOT lab.is_live(node_id) THEN 'DEAD' WHEN upgrading THEN 'UPGRADING' ELSE 'UNAVAILABLE' END INTO bad
  FROM lab.nodes WHERE NOT decommissioning AND (NOT lab.is_live(node_id) OR upgrading OR draining) LIMIT 1;
  IF bad IS NOT NULL THEN RAISE EXCEPTION 'can not upgrade nodes when cluster has node %', bad; END IF;
  UPDATE lab.nodes SET upgrading = true WHERE node_id = node;
  UPDATE lab.settings SET value = '03:00:00' WHERE name = 'server.time_until_store_dead';
END $$;

CREATE VIEW lab.node_status AS
  SELECT node_id AS id, address, address AS sql_address, build,
    to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00:00' AS started_at,
    to_char(heartbeat AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00:00' AS updated_at,
    'region=NODE' || node_id AS locality, start_mode,
    (lab.is_live(node_id) AND NOT upgrading)::text AS is_available,
    lab.is_live(node_id)::text AS is_live
  FROM lab.nodes ORDER BY node_id;

CREATE VIEW kwdb_internal.kv_store_status AS
  SELECT node_id, node_id AS store_id, '[]'::jsonb AS attrs, 100000000000 AS capacity, 90000000000 AS available,
    1000000 AS used, 1000000 AS logical_bytes, (metrics->>'replicas')::bigint AS range_count,
    (metrics->>'replicas.leaseholders')::bigint AS lease_count, 0::float AS writes_per_second,
    '{}'::jsonb AS bytes_per_replica, '{}'::jsonb AS writes_per_replica, metrics
  FROM lab.store_status;

CREATE VIEW kwdb_internal.gossip_nodes AS
  SELECT node_id, 'tcp' AS network, address, address AS advertise_address, 'tcp' AS sql_network, address AS sql_address,
    address AS advertise_sql_address, '[]'::jsonb AS attrs, 'region=NODE' || node_id AS locality, start_mode,
    '' AS cluster_name, '20.1-3' AS server_version, build AS build_tag, started_at, lab.is_live(node_id) AS is_live,
    (SELECT count(*) FROM lab.ranges WHERE node_id = ANY (replicas)) AS ranges, lab.leases_of(node_id) AS leases
  FROM lab.nodes;

CREATE VIEW kwdb_internal.gossip_liveness AS
  SELECT node_id, 1::bigint AS epoch, extract(epoch FROM heartbeat + interval '9 s')::text || ',0' AS expiration,
    draining, decommissioning, upgrading, heartbeat AS updated_at
  FROM lab.nodes;

CREATE VIEW kwdb_internal.ranges AS
  SELECT range_id, ''::bytea AS start_key, '' AS start_pretty, ''::bytea AS end_key, '' AS end_pretty, database_name,
    table_name, '' AS index_name, replicas, '{}'::text[] AS replica_localities, '{}'::bigint[] AS learner_replicas,
    NULL::timestamptz AS split_enforced_until, lease_holder, 0::float AS lease_holder_qps, 1000 AS range_size
  FROM lab.ranges;

CREATE TABLE kwdb_internal.jobs (
  job_id bigint PRIMARY KEY, job_type text NOT NULL, description text, statement text, user_name text DEFAULT 'root',
  status text NOT NULL, running_status text, created timestamp DEFAULT now(), started timestamp, finished timestamp,
  modified timestamp, fraction_completed float, error text, coordinator_id bigint);

CREATE FUNCTION kwdb_internal.node_executable_version() RETURNS text LANGUAGE sql AS $$ SELECT '20.1-3' $$;
