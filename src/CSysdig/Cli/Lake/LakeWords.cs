using CSysdig.Cli.Options;

namespace CSysdig.Cli.Lake;

/// <summary>The options of sysdig that say which tables are written, and where to.</summary>
sealed class LakeWords
{
    /// <summary>Where to, or null when no tables are written.</summary>
    public string? Folder { get; private set; }
    public int Payload { get; private set; }
    public bool Environment { get; set; }

    public void TakeFolder(string value) => Folder = value.Length == 0 ? throw new UsageException("--export needs a folder") : value;

    public void TakePayload(string value) => Payload = (int)OptionValues.Number(value, $"--payload needs a number of bytes, at most {ushort.MaxValue}", 1, ushort.MaxValue);

    /// <exception cref="UsageException">The options contradict each other, or the rest of the command line.</exception>
    public void Check(SysdigOptions options)
    {
        if (Folder is null && (Payload > 0 || Environment))
            throw new UsageException($"{(Payload > 0 ? "--payload" : "--environment")} says what --export FOLDER writes, which is not given");
        if (Folder is null)
            return;
        var other = options.Writing.File is not null ? "-w" : options.Chisels.Count > 0 ? "-c" : options.Format is not null ? "-p" : options.Json ? "-j" : options.FilterShownOnly ? "-d" : null;
        if (other is not null)
            throw new UsageException($"--export writes tables and prints nothing: {other} has no place beside it");
        if (options.Following.Compat)
            throw new UsageException("--export writes what happened, and --compat asks for what an older sysdig prints: give one of them");
    }
}
