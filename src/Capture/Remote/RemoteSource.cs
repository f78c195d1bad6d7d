using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Remote;

/// <summary>
/// Another machine as a source of events: this program is copied there through ssh, runs as <c>sysdig -w -</c>, and what it writes comes back.
/// Nothing stays there, however it ends (<see cref="RemoteScript"/>).
/// </summary>
public sealed class RemoteSource : IEventSource
{
    /// <summary>What login scripts may print before our script has its say.</summary>
    const int MostNoise = 1 << 16;
    static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    readonly SshProcess _line;
    readonly BatchPump _pump;
    bool _isDisposed;

    RemoteSource(RemoteAddress address, SshProcess line)
    {
        (Name, _line) = (address.Name, line);
        _pump = new BatchPump(CaptureSource.Open(line.Output));
    }

    /// <summary>Starts to watch a machine; comes back when its first events are there, so that the terminal is ssh's as long as it may ask for something.</summary>
    /// <param name="ssh">What reaches it: ssh, or another such program, with words that stand before ours.</param>
    /// <param name="options">Of sysdig, a word each.</param>
    /// <param name="tell">Takes lines for the user meanwhile.</param>
    /// <exception cref="CaptureException">It can't be watched; the message says why.</exception>
    public static RemoteSource Open(RemoteAddress address, IReadOnlyList<string> ssh, IReadOnlyList<string> options, Action<string> tell) =>
        Open(address, ssh, options, tell, OpenProgram);

    /// <param name="openProgram">Opens what is copied.</param>
    internal static RemoteSource Open(RemoteAddress address, IReadOnlyList<string> ssh, IReadOnlyList<string> options, Action<string> tell, Func<FileStream> openProgram)
    {
        if (options.Any(word => word.Length == 0 || word.Contains('\n')))
            throw new CaptureException("an option for another machine can't be empty or have a line end in it");
        var line = SshProcess.Start(ssh, address, RemoteScript.Command, tell);
        RemoteSource? source = null;
        try
        {
            Check(address.Name, Greeting(line.Output) ?? throw new IOException());
            using var program = openProgram();
            tell(string.Create(CultureInfo.InvariantCulture, $"copying this program to {address.Name} ({program.Length >> 20} MiB) ..."));
            Send(line.Input, program, options);
            source = new RemoteSource(address, line);
            while (!source._pump.Await(s_look))
            {
            }
            if (source._pump.End?.Problem is not null)
                throw new IOException();
            line.Input.WriteByte((byte)'\n');
            line.Input.Flush();
            line.Hush();
            return source;
        }
        // What was wrong the other side has said itself.
        catch (IOException)
        {
            var why = line.WhyEnded();
            Finish(source, line);
            throw new CaptureException($"{address.Name} can't be watched: {why}");
        }
        catch
        {
            Finish(source, line);
            throw;
        }
    }

    public string Name { get; }

    /// <summary>How the machine does, by its own word; null while it has not told.</summary>
    public MachinePulse? Pulse => _line.Pulse;

    public long BytesRead => _pump.BytesRead;

    public long BytesTotal => -1;

    public bool IsPlainFile => false;

    public CaptureEnd? End => _pump.End;

    public bool Await(TimeSpan limit) => _pump.Await(limit);

    /// <exception cref="CaptureException">Nothing more comes: a machine has no end, so the line is cut, or what runs there was ended.</exception>
    public EventBatch? Take() => _pump.Take() ?? throw new CaptureException($"{Name} tells no more; what was seen stays ({_line.WhyEnded()})");

    public void Release(EventBatch batch) => _pump.Release(batch);

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _line.CloseInput();
        _pump.Dispose();
        _line.Dispose();
    }

    static void Finish(RemoteSource? source, SshProcess line)
    {
        if (source is not null)
            source.Dispose();
        else
            line.Dispose();
    }

    static FileStream OpenProgram()
    {
        if (RuntimeFeature.IsDynamicCodeSupported)
            throw new CaptureException("another machine is watched by a copy of this program, which takes the native binary: dotnet publish src/CSysdig -c Release -o out");
        try
        {
            return File.OpenRead(Environment.ProcessPath!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{Environment.ProcessPath} can't be copied to another machine: {FileProblem.Of(e)}");
        }
    }

    /// <summary>What the script says first; null where it never came so far.</summary>
    static string? Greeting(Stream output)
    {
        var text = new StringBuilder();
        for (var count = 0; count < MostNoise && output.ReadByte() is >= 0 and var letter; count++)
            if (letter != '\n')
                text.Append((char)letter);
            else if (text.ToString() is var line && line.StartsWith(RemoteScript.Greeting, StringComparison.Ordinal))
                return line[RemoteScript.Greeting.Length..];
            else
                text.Clear();
        return null;
    }

    static void Check(string name, string greeting)
    {
        var (platform, rights) = greeting.LastIndexOf(' ') is > 0 and var at ? (greeting[..at], greeting[(at + 1)..]) : (greeting, "");
        if (platform != Platform)
            throw new CaptureException($"{name} is {platform}, and this program is made for {Platform}: it is watched from a machine of its own kind, or by csysdig there");
        if (rights != RemoteScript.MayWatch)
            throw new CaptureException($"{name} is watched by root alone: log in as root, or as somebody for whom sudo asks for no password");
    }

    /// <summary>As uname says it there.</summary>
    static string Platform => $"{(OperatingSystem.IsLinux() ? "Linux" : RuntimeInformation.OSDescription)} "
        + RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => "x86_64", Architecture.Arm64 => "aarch64", var other => other.ToString() };

    static void Send(Stream input, FileStream program, IReadOnlyList<string> options)
    {
        input.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{program.Length}\n{string.Concat(options.Select(word => word + "\n"))}\n")));
        program.CopyTo(input);
        input.Flush();
    }
}
