using System.Diagnostics;
using System.Text.Json;

namespace CSysdig.Tests.TestKit;

/// <summary>An engine that others ask Parquet files by: DuckDB (npm's @duckdb/node-api) or ClickHouse in a process (npm's chdb), both installed globally.</summary>
sealed class ParquetEngine
{
    static readonly Lazy<string?> s_modules = new(FindModules);

    readonly string _package;

    ParquetEngine(string name, string package) => (Name, _package) = (name, package);

    public static ParquetEngine DuckDb { get; } = new("duckdb", "@duckdb/node-api");
    public static ParquetEngine ClickHouse { get; } = new("clickhouse", "chdb");

    public string Name { get; }

    public static ParquetEngine Of(string name) => name == DuckDb.Name ? DuckDb : ClickHouse;

    /// <summary>Skips the test, loudly, where the engine is not installed.</summary>
    public void Need() => Skip.IfNot(s_modules.Value is { } modules && Directory.Exists(Path.Combine(modules, _package)),
        $"{Name} is not installed (npm install -g {_package}): that it reads what is exported was NOT tested");

    /// <summary>How a query names all files of a table.</summary>
    public string Table(string lake, string table) => this == DuckDb
        ? $"read_parquet('{lake}/{table}/**/*.parquet', hive_partitioning = true)"
        : $"file('{lake}/{table}/**/*.parquet')";

    /// <summary>How a query asks for the nanoseconds of a time.</summary>
    public string Nanoseconds(string column) => this == DuckDb ? $"epoch_ns({column})" : $"toUnixTimestamp64Nano({column})";

    /// <summary>The rows of each query, each a text for a column; null where there is no value.</summary>
    public List<Dictionary<string, string?>>[] Ask(params string[] queries) => [.. AskTimed(queries).Select(answer => answer.Rows)];

    /// <summary>The same with the time that each took.</summary>
    public (List<Dictionary<string, string?>> Rows, TimeSpan Took)[] AskTimed(params string[] queries)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests", "TestKit", "engine.cjs"), Name])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = s_modules.Value;
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(JsonSerializer.Serialize(queries));
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{Name}: {errors.Result}\n{string.Join('\n', queries)}");
        return [.. JsonDocument.Parse(output.Result).RootElement.EnumerateArray().Select(answer => (answer.GetProperty("rows").EnumerateArray()
            .Select(row => row.EnumerateObject().ToDictionary(c => c.Name, c => c.Value.ValueKind == JsonValueKind.Null ? null : c.Value.ToString())).ToList(), TimeSpan.FromMilliseconds(answer.GetProperty("took").GetDouble())))];
    }

    static string? FindModules()
    {
        if (Shell.Find("npm") is null || Shell.Find("node") is null)
            return null;
        return Shell.Run(Repository.Root, "npm", "root", "-g") is (0, var output, _) ? output.Trim() : null;
    }
}
