-- The lake as events of OCSF 1.x (docs/lake.md): views over captures, events, flows, processes and findings, for DuckDB and ClickHouse alike.
-- A column is called by the path of its attribute, as in "actor.process.pid"; time is a timestamp, where OCSF has milliseconds since 1970, and ids are numbers.
-- metadata.uid leads back: csysdig FILE --at NUMBER, by the key of the capture and the number behind the colon.

-- Process Activity [1007]: 1 launch, 2 terminate, 5 set user id.
CREATE VIEW ocsf_process_activity AS
SELECT 1 AS category_uid, 1007 AS class_uid,
    CASE WHEN change IN ('start', 'exec') THEN 1 WHEN change = 'exit' THEN 2 ELSE 5 END AS activity_id,
    100700 + CASE WHEN change IN ('start', 'exec') THEN 1 WHEN change = 'exit' THEN 2 ELSE 5 END AS type_uid,
    1 AS severity_id, time,
    '1.5.0' AS "metadata.version", 'csysdig' AS "metadata.product.name", concat(capture, ':', event) AS "metadata.uid",
    host AS "device.hostname", container_id AS "container.uid", container AS "container.name", image AS "container.image.name",
    process_id AS "process.uid", pid AS "process.pid", name AS "process.name", cmdline AS "process.cmd_line", exepath AS "process.file.path",
    cwd AS "process.working_directory", started AS "process.created_time", uid AS "process.user.uid", user_name AS "process.user.name",
    parent_id AS "process.parent_process.uid", ppid AS "process.parent_process.pid", exit_status AS exit_code
FROM processes WHERE change <> 'there';

-- File System Activity [1001]: 1 create, 2 read, 3 update, 4 delete, 5 rename, 6 set attributes, 14 open.
CREATE VIEW ocsf_file_activity AS
SELECT 1 AS category_uid, 1001 AS class_uid, activity_id, 100100 + activity_id AS type_uid, 1 AS severity_id, time,
    '1.5.0' AS "metadata.version", 'csysdig' AS "metadata.product.name", concat(capture, ':', event) AS "metadata.uid",
    host AS "device.hostname", container_id AS "container.uid", container AS "container.name",
    coalesce(path, fd_name) AS "file.path", CASE WHEN result < 0 THEN 2 ELSE 1 END AS status_id, error AS status_code,
    process_id AS "actor.process.uid", pid AS "actor.process.pid", name AS "actor.process.name", exepath AS "actor.process.file.path",
    uid AS "actor.user.uid", user_name AS "actor.user.name"
FROM (
    SELECT *, CASE
        WHEN type IN ('unlink', 'unlinkat', 'rmdir') THEN 4
        WHEN type IN ('rename', 'renameat', 'renameat2') THEN 5
        WHEN type IN ('chmod', 'fchmod', 'fchmodat', 'chown', 'lchown', 'fchown', 'fchownat') THEN 6
        WHEN type IN ('creat', 'mkdir', 'mkdirat', 'mknod', 'mknodat', 'symlink', 'symlinkat', 'link', 'linkat') THEN 1
        WHEN type IN ('open', 'openat', 'openat2') THEN 14
        WHEN io = 'read' THEN 2
        WHEN io = 'write' THEN 3
        ELSE 0 END AS activity_id
    FROM events WHERE fd_type IN ('file', 'directory') OR path IS NOT NULL
) AS acts
WHERE activity_id > 0;

-- Network Activity [4001]: 6 traffic, a row a connection.
CREATE VIEW ocsf_network_activity AS
SELECT 4 AS category_uid, 4001 AS class_uid, 6 AS activity_id, 400106 AS type_uid, 1 AS severity_id, time,
    '1.5.0' AS "metadata.version", 'csysdig' AS "metadata.product.name", concat(capture, ':', event) AS "metadata.uid",
    host AS "device.hostname", container_id AS "container.uid", container AS "container.name", first_time AS start_time, time AS end_time,
    client_ip AS "src_endpoint.ip", client_port AS "src_endpoint.port", server_ip AS "dst_endpoint.ip", server_port AS "dst_endpoint.port",
    l4proto AS "connection_info.protocol_name", CASE WHEN is_server THEN 1 ELSE 2 END AS "connection_info.direction_id",
    bytes_in AS "traffic.bytes_in", bytes_out AS "traffic.bytes_out", bytes_in + bytes_out AS "traffic.bytes",
    process_id AS "actor.process.uid", pid AS "actor.process.pid", name AS "actor.process.name", exepath AS "actor.process.file.path",
    uid AS "actor.user.uid", user_name AS "actor.user.name"
FROM flows WHERE l4proto IN ('tcp', 'udp', 'icmp', 'raw') AND server_ip IS NOT NULL;

-- Detection Finding [2004]: 1 create.
CREATE VIEW ocsf_detection_finding AS
SELECT 2 AS category_uid, 2004 AS class_uid, 1 AS activity_id, 200401 AS type_uid, CASE WHEN is_grave THEN 4 ELSE 2 END AS severity_id, time,
    '1.5.0' AS "metadata.version", 'csysdig' AS "metadata.product.name", concat(capture, ':', event) AS "metadata.uid",
    host AS "device.hostname", kind AS "finding_info.title", what AS "finding_info.desc", technique AS "finding_info.attacks.technique.uid",
    time AS "finding_info.first_seen_time", last_time AS "finding_info.last_seen_time", occurrences AS "count",
    process_id AS "evidences.process.uid", pid AS "evidences.process.pid", name AS "evidences.process.name"
FROM findings;
