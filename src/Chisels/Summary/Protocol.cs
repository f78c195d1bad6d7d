namespace CSysdig.Chisels.Summary;

/// <summary>Which application protocol a server's port stands for.</summary>
static class Protocol
{
    static readonly (string Name, int[] Ports)[] s_all =
    [
        ("DNS", [53]), ("HTTP", [8080, 80]), ("HTTPs", [443]), ("Kyoto Tycoon", [1978]), ("SSH", [22]), ("Sysdig Agent", [6666, 6667, 6443]),
        ("couchdb", [5984]), ("elasticsearch", [.. Enumerable.Range(9200, 201)]), ("etcd", [2379, 22379]), ("fluentd", [9880]),
        ("gearman", [4730]), ("hadoop", [8020, 50070, 9000]), ("hbase", [60020, 60010, 60030, 60000]), ("kafka", [2181]),
        ("memcached", [11211]), ("mongodb", [28017, 27017, 27019, 27018]), ("mysql", [3306]), ("postgres", [5432]), ("rabbitmq", [5672]),
        ("redis", [6379]), ("riak", [8098, 8087]), ("solr", [8983]), ("statsd", [8125]), ("voltdb", [5555]),
    ];

    static readonly Dictionary<long, string> s_byPort = s_all.SelectMany(p => p.Ports, (p, port) => (port, p.Name)).ToDictionary(p => (long)p.port, p => p.Name);

    public static IEnumerable<string> Names => s_all.Select(p => p.Name);

    public static string? Of(long port) => s_byPort.GetValueOrDefault(port);

    /// <summary>The filter that lets pass what goes to or comes from a protocol's servers.</summary>
    public static string FilterOf(string name) =>
        string.Join(" or ", s_all.First(p => p.Name == name).Ports.Select(port => "fd.sport=" + port));
}
