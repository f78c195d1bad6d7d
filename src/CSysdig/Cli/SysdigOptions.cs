using CSysdig.Capture.Buckets;
using CSysdig.Capture.Live;
using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Cli.Lake;
using CSysdig.Cli.Options;
using CSysdig.Cli.Writing;
using CSysdig.Completion;
using CSysdig.Model.Text;
using CSysdig.Model.Tracking;

namespace CSysdig.Cli;

/// <summary>What a run of sysdig is asked to do.</summary>
sealed class SysdigOptions
{
    public const string DefaultFormat = "*%evt.num %evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info";
    public const string TerminalFormat =
        @"*%evt.num %evt.outputtime %evt.cpu \e[01;32m%proc.name\e[00m (\e[01;36m%proc.pid\e[00m.%thread.tid) %evt.dir \e[01;34m%evt.type\e[00m %evt.info";

    const string TrustOption = "--trust-chisels";

    public List<string> Files { get; } = [];
    /// <summary>This machine is watched.</summary>
    public bool IsLive => Files.Count == 0;
    /// <summary>How it is watched.</summary>
    public LiveOptions Live { get; private set; } = new();
    /// <summary>The words after the options, joined by blanks.</summary>
    public string Filter { get; private set; } = "";
    /// <summary>As the user gave it, or null for the line of a plain run.</summary>
    public string? Format { get; private set; }
    public BufferStyle Buffer { get; private set; }
    public TimeStyle Time { get; private set; }
    public long Limit { get; private set; } = long.MaxValue;
    /// <summary>How much of the capture's own time is shown, in nanoseconds; 0 for all.</summary>
    public ulong Duration { get; private set; }
    /// <summary>Times are those of UTC.</summary>
    public bool Utc { get; private set; }
    public bool Json { get; private set; }
    public bool Quiet { get; private set; }
    public bool Verbose { get; private set; }
    /// <summary>The load and what watching costs are told each second.</summary>
    public bool Pulse { get; private set; }
    public bool Summary { get; private set; }
    public bool Progress { get; private set; }
    /// <summary>Nobody asked for quiet (-q), or for progress in another form.</summary>
    public bool ShowsProgress { get; private set; } = true;
    public bool Unbuffered { get; private set; }
    /// <summary>The filter chooses what is shown, and state is kept from all events (-d).</summary>
    public bool FilterShownOnly { get; private set; }
    /// <summary>How captures are followed.</summary>
    public StreamOptions Following { get; private set; } = new() { Compat = Compatibility.Usual };
    public bool Help { get; private set; }
    public bool Version { get; private set; }
    /// <summary>The shell whose completion is asked for, or null.</summary>
    public string? Shell { get; private set; }
    public bool ShowFormat { get; private set; }
    public WritingOptions Writing { get; } = new();
    /// <summary>Tables that are written.</summary>
    public LakeWords Lake { get; } = new();
    /// <summary>The analyses asked for with -c, each with its arguments.</summary>
    public List<(ChiselDefinition Chisel, List<string> Arguments)> Chisels { get; } = [];
    /// <summary>Files of rules whose matches stand in the story.</summary>
    public List<string> RuleFiles { get; } = [];
    public bool ListChisels { get; private set; }
    /// <summary>The chisel that the user wants to know about (-i).</summary>
    public string? DescribedChisel { get; private set; }
    /// <summary>Scripts have the user's own rights.</summary>
    public bool TrustChisels { get; private set; }
    /// <summary>Some of the options stand in a file.</summary>
    public bool HasConfig { get; private set; }
    /// <summary>The folder whose recorder is asked how it does.</summary>
    public string? StatusFolder { get; private set; }
    public bool ListFields { get; private set; }
    public bool AsMarkdown { get; private set; }
    public bool ListEvents { get; private set; }
    public bool LibsVersion { get; private set; }
    /// <summary>The list of plugins was asked for (-Il).</summary>
    public bool NoPlugins { get; private set; }
    /// <summary>Events of the recording tool are shown too (-D).</summary>
    public bool Debug { get; private set; }
    /// <summary>Lines to tell the user before the work begins.</summary>
    public List<string> Notes { get; } = [];
    /// <summary>Containers are shown too (-pc).</summary>
    public bool Containers { get; private set; }

    /// <exception cref="UsageException">The command line is wrong, or asks for what is not there.</exception>
    public static SysdigOptions Parse(string[] args)
    {
        // A script may be read as soon as it is named: whether it is trusted must be known before, wherever the option stands.
        var result = new SysdigOptions { TrustChisels = args.TakeWhile(a => a != "--").Contains(TrustOption) };
        var reader = new OptionReader(SysdigTable.Table.All, args, CSysdigTable.Table);
        while (reader.Next() is var (option, value))
        {
            if (option.Name == "config")
                reader.Insert(OptionFile.Read(value!, SysdigTable.Table));
            result.Take(option, value ?? (option.Letter == 'z' && reader.PeekWord() is { } word && WritingOptions.IsCompression(word) ? reader.TakeWord()! : ""));
            if (result.Help || result.Version || result.Shell is not null || result.ShowFormat || result.ListChisels || result.ListEvents
                || result.DescribedChisel is not null || result.LibsVersion || result.NoPlugins)
                return result;
            if (option.Letter == 'c')
                result.Chisels[^1].Arguments.AddRange(ChiselArguments.Take(result.Chisels[^1].Chisel, reader, args));
        }
        result.Files.AddRange(CaptureWords.Take(reader.Words, result.Files.Count > 0));
        result.Filter = string.Join(' ', reader.Words);
        result.Writing.ExportsByOutbox = result is { IsLive: true, Lake.Folder: { } lake } && BucketAddress.IsMeant(lake);
        result.Writing.Check(result.Files, result.Filter, result.Live.MaxCpu);
        result.Lake.Check(result);
        if (result.Writing.File is not null && result.Following.Compat)
        {
            result.Writing.CheckOlder();
            result.Following = result.Following with { AsOlder = true };
        }
        result.ShowsProgress &= !result.Progress;
        return result;
    }

    void Take(Option option, string value)
    {
        switch (option.Name)
        {
            case "A": TakeBuffer(BufferStyle.Ascii); break;
            case "x": TakeBuffer(BufferStyle.Hex); break;
            case "X": TakeBuffer(BufferStyle.HexAscii); break;
            case "c" when value == "l": ListChisels = true; break;
            case "c":
                Chisels.Add((ChiselCatalog.Find(value, TrustChisels), []));
                Quiet = true;
                break;
            case "rules": RuleFiles.Add(value); break;
            case "list-chisels": ListChisels = true; break;
            case "i": DescribedChisel = value; break;
            case "trust-chisels": TrustChisels = true; break;
            case "l": ListFields = true; break;
            case "list-markdown": ListFields = AsMarkdown = true; break;
            case "L": ListEvents = true; break;
            case "b": TakeBuffer(BufferStyle.Base64); break;
            case "d": FilterShownOnly = true; break;
            case "E": Following = Following with { WithoutAccounts = true }; break;
            case "h": Help = true; break;
            case "version": Version = true; break;
            case "completion": Shell = ShellScript.Known(value); break;
            case "j": Json = true; break;
            case "M": Duration = (ulong)OptionValues.Positive(value, "-M needs a number of seconds, 1 or more", int.MaxValue) * 1_000_000_000; break;
            case "n": Limit = OptionValues.Positive(value, "-n needs a number of events, 1 or more"); break;
            case "p": TakeFormat(value); break;
            case "P": Progress = true; break;
            case "q":
                Quiet = true;
                ShowsProgress = false;
                break;
            case "r": Files.Add(value); break;
            case "R": Following = Following with { PortNames = true }; break;
            case "S": Summary = true; break;
            case "t": TakeTime(value); break;
            case "v": Verbose = true; break;
            case "unbuffered": Unbuffered = true; break;
            case "U": Following = Following with { Suppressed = [.. Following.Suppressed, value] }; break;
            case "utc": Utc = true; break;
            case "compat": Following = Following with { Compat = Compatibility.Of(value) }; break;
            case "D": Debug = true; break;
            case "libs-version": LibsVersion = true; break;
            case "k" or "m":
                Notes.Add($"{option} asks a server that is running now; a capture is read with the names it holds");
                break;
            // They matter to recording, and change nothing in reading a file.
            case "N" or "B" or "u" or "T" or "large-environment" or "K" or "node-name": break;
            case "pulse": Pulse = true; break;
            case "I" when value == "l": NoPlugins = true; break;
            case "w":
                Writing.File = value;
                Quiet = true;
                break;
            case "z": Writing.TakeCompression(value); break;
            case "export":
                Lake.TakeFolder(value);
                Quiet = true;
                break;
            case "payload": Lake.TakePayload(value); break;
            case "environment": Lake.Environment = true; break;
            case "F": Writing.FatFile = true; break;
            case "filter-proclist": Writing.FilterTables = true; break;
            case "s": Writing.TakeSnapLength(value); break;
            case "C": Writing.TakeFileSize(value); break;
            case "keep": Writing.TakeKeeping(value); break;
            case "compact": Writing.TakeCompact(value); break;
            case "upload": Writing.Upload = value; break;
            case "outbox": Writing.OutboxFolder = value; break;
            case "outbox-size": Writing.TakeOutboxSize(value); break;
            case "status": StatusFolder = value; break;
            case "config": HasConfig = true; break;
            case "G": Writing.TakeSeconds(value); break;
            case "e": Writing.TakeEvents(value); break;
            case "W": Writing.TakeFiles(value); break;
            default: Live = WatchingOptions.Take(Live, option, value) ?? throw new UsageException($"{option} is not available yet"); break;
        }
    }

    void TakeBuffer(BufferStyle style)
    {
        if (Buffer != BufferStyle.Dots)
            throw new UsageException("give only one of -A, -x, -X and -b: a buffer is shown in one way");
        Buffer = style;
    }

    void TakeTime(string value) => Time = value switch
    {
        "h" => TimeStyle.Clock,
        "a" => TimeStyle.Epoch,
        "r" => TimeStyle.Relative,
        "d" => TimeStyle.Latency,
        "D" => TimeStyle.Delta,
        _ => throw new UsageException($"-t knows h, a, r, d and D, not '{value}'"),
    };

    void TakeFormat(string value)
    {
        switch (value)
        {
            case "p": ShowFormat = true; break;
            case "c" or "container":
                Format = Container("container.name");
                Containers = true;
                break;
            case "k" or "kubernetes": Format = Container("k8s.pod.name"); break;
            case "m" or "mesos": Format = Container("mesos.task.name"); break;
            default: Format = value; break;
        }
    }

    static string Container(string nameField) =>
        $"*%evt.num %evt.outputtime %evt.cpu %{nameField} (%container.id) %proc.name (%thread.tid:%thread.vtid) %evt.dir %evt.type %evt.info";
}
