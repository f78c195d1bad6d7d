using CSysdig.Capture.Buckets;
using CSysdig.Capture.Live;
using CSysdig.Capture.Remote;
using CSysdig.Capture.Segments;
using CSysdig.Cli.Options;
using CSysdig.Completion;
using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Opening;
using CSysdig.Model.Text;
using CSysdig.Model.Tracking;
using CSysdig.Views.Settings;

namespace CSysdig.Cli;

/// <summary>What a run of csysdig is asked to do.</summary>
sealed class CSysdigOptions
{
    /// <summary>A machine that is watched is there for other things.</summary>
    const long LiveMemory = 512 << 20;

    bool _memoryGiven;

    readonly List<string> _named = [];

    /// <summary>The capture, or the first of several; null for this machine.</summary>
    public string? File { get; private set; }
    /// <summary>The captures that are looked at together; none where it is one.</summary>
    public IReadOnlyList<CaptureFile> Many { get; private set; } = [];
    /// <summary>What they are called together.</summary>
    public string ManyName => _named is [var folder] ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) : $"{Path.GetFileName(_named[0])} …";
    /// <summary>Another machine that is to be watched, or null.</summary>
    public RemoteAddress? Remote { get; private set; }
    /// <summary>How this machine is watched.</summary>
    public LiveOptions Live { get; private set; } = new();
    /// <summary>How much of what this machine does a folder keeps; null for no folder.</summary>
    public KeepLimit? Keep { get; private set; }
    /// <summary>That folder.</summary>
    public string KeepFolder { get; private set; } = "";
    /// <summary>Where the stretch around each new finding goes; null for nowhere.</summary>
    public string? PinFolder { get; private set; }
    /// <summary>The same in words, for sysdig on another machine.</summary>
    public List<string> Watching { get; } = [];
    /// <summary>How often a live view is made anew, and of how long its numbers are.</summary>
    public TimeSpan Interval { get; private set; } = TimeSpan.FromSeconds(2);
    public string? View { get; private set; }
    /// <summary>The number of the event that is shown first; null for none.</summary>
    public long? At { get; private set; }
    /// <summary>The host or file whose event that is; null where it is not said.</summary>
    public string? AtHost { get; private set; }
    /// <summary>Files of rules whose matches stand in the story.</summary>
    public List<string> RuleFiles { get; } = [];
    /// <summary>The words after the options, joined by blanks.</summary>
    public string Filter { get; private set; } = "";
    /// <summary>Times are those of UTC.</summary>
    public bool Utc { get; private set; }
    public bool Json { get; private set; }
    /// <summary>The view is printed as plain lines.</summary>
    public bool Raw { get; private set; }
    public int From { get; private set; }
    public int To { get; private set; }
    public int? SortColumn { get; private set; }
    public bool Containers { get; private set; }
    public BufferStyle Buffer { get; private set; }
    /// <summary>Where a log is written; null for none.</summary>
    public string? LogFile { get; private set; }
    /// <summary>How the capture is to be kept.</summary>
    public HistoryOptions History { get; private set; } = new() { CacheFolder = HistoryOpening.UsualCacheFolder, Following = new() { Compat = Compatibility.Usual } };
    public bool DefaultSettings { get; private set; }
    public bool SettingsSchema { get; private set; }
    public bool ListFields { get; private set; }
    public bool ListViews { get; private set; }
    public bool Help { get; private set; }
    public bool Version { get; private set; }
    /// <summary>The shell whose completion is asked for, or null.</summary>
    public string? Shell { get; private set; }

    /// <exception cref="UsageException">The command line is wrong, or asks for what is not there yet.</exception>
    public static CSysdigOptions Parse(string[] args)
    {
        var result = new CSysdigOptions();
        var reader = new OptionReader(CSysdigTable.Table.All, args, SysdigTable.Table);
        while (reader.Next() is var (option, value))
        {
            result.Take(option, value ?? "");
            if (result.Help || result.Version || result.Shell is not null)
                return result;
        }
        if (result.Keep is not null)
            result.TakeFolder(reader.Words);
        if (reader.Words is [var machine, ..] && RemoteAddress.IsMeant(machine))
            result.TakeRemote(reader.Words);
        result._named.AddRange(CaptureWords.Take(reader.Words, result._named.Count > 0));
        result.TakeFragment();
        result.TakeCaptures();
        if (result.PinFolder is not null && result.File is not null)
            throw new UsageException("--pin waits for what this machine does; of a capture :pin FILE on a finding writes the stretch around it");
        if (result.At is not null && result.File is null)
            throw new UsageException("--at needs a capture: csysdig -r FILE --at NUMBER; of what is watched :at TIME goes to a moment");
        result.CheckHost();
        if (result is { At: not null, View: not null })
            throw new UsageException("--at shows an event among the others, and -v names a view: give one of them");
        result.Filter = string.Join(' ', reader.Words);
        if (result.To < result.From)
            throw new UsageException($"--to must not be smaller than --from: --from {result.From} --to {result.To}");
        return result;
    }

    /// <summary>Takes from the settings what they say of the screens and the command line does not.</summary>
    public void TakeLooks(UserSettings settings)
    {
        View ??= settings.StartView;
        Containers |= settings.Containers;
    }

    /// <summary>Takes from the settings how a capture is to be kept.</summary>
    /// <exception cref="UsageException">A setting makes no sense.</exception>
    public void TakeKeeping(UserSettings settings)
    {
        if (!settings.Cache)
            History = History with { CacheFolder = null };
        if (!_memoryGiven && settings.Memory is { } memory)
            History = History with { Memory = Size(memory, "memory in the settings") };
        else if (!_memoryGiven && File is null)
            History = History with { Memory = Math.Min(History.Memory, LiveMemory) };
    }

    /// <summary>Several captures are looked at together, and so are those of a folder; one is shown alone.</summary>
    void TakeCaptures()
    {
        if (_named.Count == 0)
            return;
        if (Remote is not null)
            throw new UsageException($"csysdig shows a machine or captures, not {_named[0]} too");
        if (_named.Count > 1 && _named.Contains("-"))
            throw new UsageException("standard input is shown alone: - stands among other captures");
        var all = _named.SelectMany(name => name != "-" && Directory.Exists(name) && CaptureFile.In(name) is { Count: > 0 } inside ? inside : [CaptureFile.Of(name)]).ToList();
        File = all[0].Path;
        if (all.Count > 1)
            Many = all;
    }

    void CheckHost()
    {
        if (At is null)
            return;
        if (Many.Count > 0 && AtHost is null)
            throw new UsageException($"--at needs the host too where there are {Many.Count} captures: --at HOST:NUMBER");
        if (Many.Count == 0 && AtHost is { } host && File is { } file && !CaptureFile.Of(file).IsCalled(host))
            throw new UsageException($"{file} is no capture of the host {host}");
    }

    // Behind the options, as a capture would be.
    void TakeFolder(List<string> words)
    {
        if (words.Count == 0)
            throw new UsageException("--keep needs a folder too: csysdig --keep 2h FOLDER");
        if (_named.Count > 0)
            throw new UsageException("--keep keeps what this machine does, and -r names a capture: give one of them");
        KeepFolder = words[0];
        words.RemoveAt(0);
    }

    // s3://BUCKET/KEY#NUMBER, as a row of a table may name its event. With --at the key is called so.
    void TakeFragment()
    {
        if (At is not null || _named is not [var file] || !BucketAddress.IsMeant(file) || file.LastIndexOf('#') is not (> 0 and var at) || !file[(at + 1)..].All(char.IsAsciiDigit))
            return;
        At = OptionValues.Positive(file[(at + 1)..], $"behind # in {file[..at]}#... stands the number of an event, 1 or more");
        _named[0] = file[..at];
    }

    // Before the filter, as a capture would be.
    void TakeRemote(List<string> words)
    {
        Remote = RemoteAddress.Parse(words[0]);
        words.RemoveAt(0);
    }

    void Take(Option option, string value)
    {
        switch (option.Name)
        {
            case "A": TakeBuffer(BufferStyle.AsciiInLine); break;
            case "X": TakeBuffer(BufferStyle.HexAscii); break;
            case "d": Interval = TimeSpan.FromMilliseconds(OptionValues.Number(value, "-d needs a number of milliseconds from 100 to 3600000", 100, 3_600_000)); break;
            case "E": Follow(History.Following with { WithoutAccounts = true }); break;
            case "h": Help = true; break;
            case "version": Version = true; break;
            case "completion": Shell = ShellScript.Known(value); break;
            case "j": Json = true; break;
            case "raw": Raw = true; break;
            case "l": ListFields = true; break;
            case "list-views": ListViews = true; break;
            case "from": From = Number(value, "--from"); break;
            case "to": To = Number(value, "--to"); break;
            case "sortingcol": SortColumn = Number(value, "--sortingcol"); break;
            case "no-cache": History = History with { CacheFolder = null }; break;
            case "memory":
                History = History with { Memory = Size(value, "--memory") };
                _memoryGiven = true;
                break;
            case "window": History = WindowValue.Of(value, History); break;
            case "default-settings": DefaultSettings = true; break;
            case "settings-schema": SettingsSchema = true; break;
            case "n": History = History with { Limit = OptionValues.Positive(value, "-n needs a number of events, 1 or more") }; break;
            case "p": Containers |= value is "c" or "container"; break;
            case "utc": Utc = true; break;
            case "compat": Follow(History.Following with { Compat = Compatibility.Of(value) }); break;
            case "R": Follow(History.Following with { PortNames = true }); break;
            case "r": _named.Add(value); break;
            case "v": View = UserViews.Named(value); break;
            case "at": TakeEvent(value); break;
            case "rules": RuleFiles.Add(value); break;
            case "keep": Keep = WindowValue.ToKeep(value); break;
            case "pin": PinFolder = value; break;
            case "logfile": LogFile = value; break;
            case "s":
                Live = Live with { SnapLength = (int)OptionValues.Number(value, "-s needs a number of bytes from 0 to 65535", 0, ushort.MaxValue) };
                Watching.Add($"-s{value}");
                break;
            // They change nothing.
            case "large-environment" or "force-term-compat": break;
            default:
                Live = WatchingOptions.Take(Live, option, value) ?? throw new UsageException($"{option} is not available yet");
                Watching.Add($"--{option.Long}{(option.Value == ValueKind.None ? "" : "=" + value)}");
                break;
        }
    }

    void TakeEvent(string value)
    {
        var colon = value.LastIndexOf(':');
        AtHost = colon > 0 ? value[..colon] : null;
        At = OptionValues.Positive(value[(colon + 1)..], "--at needs the number of an event, 1 or more; of many captures HOST:NUMBER");
    }

    void Follow(StreamOptions following) => History = History with { Following = following };

    void TakeBuffer(BufferStyle style)
    {
        if (Buffer != BufferStyle.Dots)
            throw new UsageException("give only one of -A and -X: a buffer is shown in one way");
        Buffer = style;
    }

    static long Size(string value, string option) => OptionValues.Size(value, $"{option} needs a size, as in 2G or 500M");

    static int Number(string value, string option) => (int)OptionValues.Number(value, $"{option} needs a number, 0 or more", 0, int.MaxValue);
}
