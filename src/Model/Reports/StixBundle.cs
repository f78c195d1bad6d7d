using System.Globalization;
using System.Text.Json;
using System.Text;
using CSysdig.Capture;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>
/// The report as a bundle of STIX 2.1: techniques, what was observed of each finding, and indicators of what is not the system's own. Ids are made of what
/// they name, so that the same capture gives the same ones; those of observables are the standard's own, the same in everybody's bundles.
/// </summary>
sealed class StixBundle
{
    /// <summary>The standard's, of observables' ids.</summary>
    static readonly Guid s_observables = new("00abedb4-aa42-466c-9c01-fed23315a9b7");
    /// <summary>Ours, of all others.</summary>
    static readonly Guid s_objects = new("5f6d0f0e-52a2-5f0b-9d7c-3d2f5c1b7a41");

    const long MostObserved = 999_999_999, LeastTelling = 64;

    readonly ReportFacts _facts;
    readonly Utf8JsonWriter _w;
    readonly List<string> _refs = [];
    readonly HashSet<string> _written = [];
    readonly string _seed, _identity, _first;

    StixBundle(ReportFacts facts, Utf8JsonWriter writer)
    {
        (_facts, _w) = (facts, writer);
        // What is the capture's own, so that two captures of one finding don't share it.
        _seed = facts.Sha256.Length > 0 ? facts.Sha256 : Captured.Text(Encoding.UTF8.GetBytes(facts.History.Path));
        _identity = Id("identity", "csysdig");
        _first = UtcText.InMilliseconds(facts.History.FirstTimestamp);
    }

    public static void Write(Utf8Writer to, ReportFacts facts)
    {
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            new StixBundle(facts, writer).Write();
        to.Write(json.WrittenSpan);
        to.Write('\n');
    }

    void Write()
    {
        _w.WriteStartObject();
        _w.WriteString("type", "bundle");
        _w.WriteString("id", Id("bundle", _seed));
        _w.WriteStartArray("objects");
        Begin("identity", _identity, _first, isOurs: false);
        _w.WriteString("name", "csysdig");
        _w.WriteString("identity_class", "system");
        _w.WriteEndObject();
        foreach (var technique in _facts.Story.Groups.SelectMany(g => g.Findings).GroupBy(f => f.Rule.Technique).Where(g => g.Key.Length > 0).OrderBy(g => g.Key, StringComparer.Ordinal))
            Technique(technique.Key, string.Join("; ", technique.Select(f => f.Rule.Words).Distinct()));
        foreach (var indicator in _facts.Indicators)
            Observables(indicator);
        foreach (var evidence in _facts.Findings)
            Observed(evidence);
        foreach (var indicator in _facts.Indicators.Where(IsTelling))
            IndicatorOf(indicator);
        foreach (var (indicator, file) in _facts.Indicators.Where(IsTelling).SelectMany(i => i.Files, (i, file) => (i, file)).Where(pair => IsTelling(pair.file)).DistinctBy(pair => pair.file.Row.Hash))
            IndicatorOf(indicator, $"file {file.Row.Hash}", $"{NameOf(indicator.Value)} by its SHA-256", $"[file:hashes.'SHA-256' = {Literal(file.Row.Hash)}]");
        Report();
        _w.WriteEndArray();
        _w.WriteEndObject();
    }

    /// <summary>A path of the system or a program's name would make an alarm on every machine.</summary>
    static bool IsTelling(Indicator i) => i.Kind is IndicatorKind.Address or IndicatorKind.Domain || i is { IsMade: true, Kind: IndicatorKind.Path };

    /// <summary>Bytes that are no part of the system, and so many that nothing else is the same by chance.</summary>
    static bool IsTelling(ReportedFile file) => file.Row is { IsComplete: true, Size: >= LeastTelling };

    void Begin(string type, string id, string created, bool isOurs = true)
    {
        _w.WriteStartObject();
        _w.WriteString("type", type);
        _w.WriteString("spec_version", "2.1");
        _w.WriteString("id", id);
        if (isOurs)
            _w.WriteString("created_by_ref", _identity);
        _w.WriteString("created", created);
        _w.WriteString("modified", created);
        _refs.Add(id);
    }

    void Technique(string technique, string words)
    {
        Begin("attack-pattern", TechniqueId(technique), _first);
        _w.WriteString("name", technique);
        _w.WriteString("description", words);
        _w.WriteStartArray("external_references");
        _w.WriteStartObject();
        _w.WriteString("source_name", "mitre-attack");
        _w.WriteString("external_id", technique);
        _w.WriteString("url", $"https://attack.mitre.org/techniques/{technique.Replace('.', '/')}");
        _w.WriteEndObject();
        _w.WriteEndArray();
        _w.WriteEndObject();
    }

    /// <summary>What an indicator was seen as: a path as each file that was seen whole there, else as its name.</summary>
    IReadOnlyList<string> Observables(Indicator i)
    {
        var whole = i.Files.Where(file => file.Row.IsComplete).ToList();
        return whole.Count > 0 ? [.. whole.Select(file => Observable(i, file))] : [Observable(i, null)];
    }

    string Observable(Indicator i, ReportedFile? file)
    {
        var folder = i.Kind == IndicatorKind.Path ? Folder(i.Value) : null;
        var id = i.Kind switch
        {
            IndicatorKind.Address => IsIPv6(i) ? ObservableId("ipv6-addr", "value", i.Value) : ObservableId("ipv4-addr", "value", i.Value),
            IndicatorKind.Domain => ObservableId("domain-name", "value", i.Value),
            IndicatorKind.Path => PathId(i.Value, file?.Row.Hash),
            _ => ObservableId("file", "name", i.Value),
        };
        if (!_written.Add(id))
            return id;
        _w.WriteStartObject();
        _w.WriteString("type", id[..id.IndexOf("--", StringComparison.Ordinal)]);
        _w.WriteString("spec_version", "2.1");
        _w.WriteString("id", id);
        switch (i.Kind)
        {
            case IndicatorKind.Address or IndicatorKind.Domain:
                _w.WriteString("value", i.Value);
                break;
            default:
                if (file is not null)
                    Content(file);
                _w.WriteString("name", i.Kind == IndicatorKind.Path ? NameOf(i.Value) : i.Value);
                if (folder is not null)
                    _w.WriteString("parent_directory_ref", ObservableId("directory", "path", folder));
                break;
        }
        _w.WriteEndObject();
        _refs.Add(id);
        if (folder is not null && ObservableId("directory", "path", folder) is var directory && _written.Add(directory))
        {
            _w.WriteStartObject();
            _w.WriteString("type", "directory");
            _w.WriteString("spec_version", "2.1");
            _w.WriteString("id", directory);
            _w.WriteString("path", folder);
            _w.WriteEndObject();
            _refs.Add(directory);
        }
        return id;
    }

    void Content(ReportedFile file)
    {
        _w.WriteStartObject("hashes");
        _w.WriteString("SHA-256", file.Row.Hash);
        _w.WriteEndObject();
        _w.WriteNumber("size", file.Row.Size);
        if (file.Row.Type?.Mime is { } mime)
            _w.WriteString("mime_type", mime);
    }

    void Observed(Evidence evidence)
    {
        var finding = evidence.Finding;
        // The process is always there, also where there was no room for it among the indicators.
        var comm = Captured.Text(finding.Comm);
        var process = Observable(new Indicator(IndicatorKind.Process, comm.Length > 0 ? comm : "unknown", []), null);
        string[] seen = [.. _facts.Indicators.Where(i => i.Shows(finding)).SelectMany(Observables).Prepend(process).Distinct()];
        var name = $"{_seed} {finding.Rule.Kind} {finding.Rule.Words} {finding.Number}";
        Begin("observed-data", Id("observed-data", name), UtcText.InMilliseconds(finding.First));
        _w.WriteString("first_observed", UtcText.Of(finding.First));
        _w.WriteString("last_observed", UtcText.Of(finding.Last));
        _w.WriteNumber("number_observed", Math.Clamp(finding.Count, 1, MostObserved));
        _w.WriteStartArray("object_refs");
        foreach (var one in seen)
            _w.WriteStringValue(one);
        _w.WriteEndArray();
        _w.WriteEndObject();
    }

    void IndicatorOf(Indicator i) => IndicatorOf(i, $"{i.KindName} {i.Value}", $"{i.KindName} {i.Value}", PatternOf(i));

    /// <param name="own">What tells its id from others.</param>
    void IndicatorOf(Indicator i, string own, string name, string pattern)
    {
        var id = Id("indicator", $"{_seed} {own}");
        Begin("indicator", id, UtcText.InMilliseconds(i.First));
        _w.WriteString("name", name);
        _w.WriteString("description", i.Words);
        _w.WriteStartArray("indicator_types");
        _w.WriteStringValue("anomalous-activity");
        _w.WriteEndArray();
        _w.WriteString("pattern", pattern);
        _w.WriteString("pattern_type", "stix");
        _w.WriteString("valid_from", UtcText.Of(i.First));
        _w.WriteEndObject();
        foreach (var technique in i.Techniques)
        {
            Begin("relationship", Id("relationship", $"{id} {technique}"), UtcText.InMilliseconds(i.First));
            _w.WriteString("relationship_type", "indicates");
            _w.WriteString("source_ref", id);
            _w.WriteString("target_ref", TechniqueId(technique));
            _w.WriteEndObject();
        }
    }

    void Report()
    {
        var id = Id("report", _seed);
        string[] refs = [.. _refs];
        Begin("report", id, UtcText.InMilliseconds(_facts.History.LastTimestamp));
        _w.WriteString("name", $"Report on {SafeText.Clean(Path.GetFileName(_facts.History.Path))}");
        _w.WriteString("description", string.Create(CultureInfo.InvariantCulture, $"{_facts.Count} findings on {_facts.Host}; the capture's SHA-256 is {_facts.Sha256}; csysdig for .NET {ReportFacts.Version}"));
        _w.WriteStartArray("report_types");
        _w.WriteStringValue("observed-data");
        _w.WriteEndArray();
        _w.WriteString("published", UtcText.InMilliseconds(_facts.History.LastTimestamp));
        _w.WriteStartArray("object_refs");
        foreach (var one in refs)
            _w.WriteStringValue(one);
        _w.WriteEndArray();
        _w.WriteEndObject();
    }

    static string PatternOf(Indicator i) => i.Kind switch
    {
        IndicatorKind.Address => $"[{(IsIPv6(i) ? "ipv6-addr" : "ipv4-addr")}:value = {Literal(i.Value)}]",
        IndicatorKind.Domain => $"[domain-name:value = {Literal(i.Value)}]",
        _ => $"[file:name = {Literal(NameOf(i.Value))} AND file:parent_directory_ref.path = {Literal(Folder(i.Value))}]",
    };

    static string Literal(string text) => $"'{text.Replace(@"\", @"\\").Replace("'", @"\'")}'";

    static bool IsIPv6(Indicator i) => i.Value.Contains(':');

    static string NameOf(string path) => path.TrimEnd('/') is { Length: > 1 } tidy ? tidy[(tidy.LastIndexOf('/') + 1)..] : path;

    static string Folder(string path) => path.TrimEnd('/').LastIndexOf('/') is > 0 and var at ? path[..at] : "/";

    static string TechniqueId(string technique) => Id("attack-pattern", technique);

    /// <param name="hash">SHA-256 of the file; null where it is not known.</param>
    static string PathId(string path, string? hash)
    {
        var hashes = hash is null ? "" : $$$"""
            "hashes":{"SHA-256":{{{JsonOf(hash)}}}},
            """;
        return $"file--{Uuid(s_observables, $$"""{{{hashes}}"name":{{JsonOf(NameOf(path))}},"parent_directory_ref":{{JsonOf(ObservableId("directory", "path", Folder(path)))}}}""")}";
    }

    static string ObservableId(string type, string member, string value) => $"{type}--{Uuid(s_observables, $$"""{"{{member}}":{{JsonOf(value)}}}""")}";

    static string Id(string type, string name) => $"{type}--{Uuid(s_objects, $"{type} {name}")}";

    /// <summary>A text as canonical JSON (RFC 8785) has it: what is here holds no control characters.</summary>
    static string JsonOf(string text) => $"\"{text.Replace(@"\", @"\\").Replace("\"", "\\\"")}\"";

    /// <summary>A UUID of version 5: the hash of a name in a space of names.</summary>
    static Guid Uuid(Guid space, string name)
    {
        var hash = Digest.Sha1([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
        hash[6] = (byte)(hash[6] & 0x0f | 0x50);
        hash[8] = (byte)(hash[8] & 0x3f | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
