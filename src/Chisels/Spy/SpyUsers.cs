using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Spy;

/// <summary>What users did in shells: commands, indented below the shell or script that started them, and changes of directory.</summary>
sealed class SpyUsers : IChisel
{
    public static ChiselDefinition Definition { get; } = new("spy_users", "Security", "Commands that users ran in shells, and directories they went to",
        [
            new("max_depth", "int", true, "how deep below its shell a command may lie to be shown"),
            new("disable_color", "string", true, "disable_color prints without colours"),
        ], s => new SpyUsers(s));

    /// <summary>The original has no more blanks than this to indent with.</summary>
    const int MostBlanks = 167;

    readonly ChiselSetup _setup;
    readonly LineColours _colours;
    readonly double _mostDepth = -1;
    readonly ShownField _type, _exe, _arguments, _directory, _user, _time, _process, _parent, _container;
    readonly ShellTree _shown;
    readonly ShellTree? _all;
    long _missed;
    Filter _filter = null!;

    SpyUsers(ChiselSetup setup)
    {
        _setup = setup;
        _colours = LineColours.For(setup, 1);
        if (setup.Arguments.Count > 0)
            _mostDepth = NumberArgument.Read(setup, 0, "max_depth");
        _type = new("evt.type", setup);
        _exe = new("proc.exe", setup);
        _arguments = new("proc.args", setup);
        _directory = new("evt.arg.path", setup);
        _user = new("user.name", setup);
        _time = new("evt.time.s", setup);
        _process = new("proc.pid", setup);
        _parent = new("proc.ppid", setup);
        _container = new("container.name", setup);
        // A pipe that is watched shall miss nothing.
        var forgets = !setup.Terminal && !setup.IsLive;
        _shown = new ShellTree(setup, forgets);
        _all = forgets ? new ShellTree(setup, forgets: false) : null;
    }

    public string? Remark => _missed == 0 ? null
        : $"spy_users: {_missed} more commands and directories are left out, as sysdig leaves them out of a list in a pipe once shells have changed directories; "
            + "-c spy_sessions has them all, and so has spy_users on a terminal";

    public void Begin(EventStream stream) => _filter = Filter.Parse(
        "((evt.type=execve and evt.dir=<) or (evt.type=chdir and evt.dir=< and proc.name contains sh and not proc.name contains sshd)) and evt.failed=false",
        stream.State);

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e) || !_process.TryNumber(e, out var process))
            return;
        var isDirectory = _type.Is(e, "chdir"u8);
        var parent = process;
        if (!isDirectory && !_parent.TryNumber(e, out parent))
            return;
        var all = _all is not null && _all.TryPlace(e, (long)process, (long)parent, isDirectory, out var depth, out _) && IsShown(depth, isDirectory);
        if (!_shown.TryPlace(e, (long)process, (long)parent, isDirectory, out depth, out var shell) || !IsShown(depth, isDirectory))
        {
            _missed += all ? 1 : 0;
            return;
        }
        WriteLine(e, to, depth - (isDirectory ? 0 : 1), shell, isDirectory);
    }

    public void End(Utf8Writer to)
    {
        to.Write(_colours.Reset);
        to.Write('\n');
    }

    bool IsShown(int depth, bool isDirectory) => _mostDepth == -1 || depth - (isDirectory ? 0 : 1) <= _mostDepth;

    void WriteLine(Event e, Utf8Writer to, int depth, long shell, bool isDirectory)
    {
        if (_setup.Containers)
            to.Write(_container.Is(e, "host"u8) ? _colours.Green : _colours.Blue);
        to.Fill((byte)' ', Math.Min((isDirectory || _setup.Containers ? 4 : 3) * depth, MostBlanks));
        to.Write(shell);
        to.Write(' ');
        _time.WriteOrNil(to, e);
        to.Write(' ');
        _user.WriteOr(to, e, "<NA>"u8);
        if (_setup.Containers)
        {
            to.Write('@');
            _container.WriteOr(to, e, "<NA>"u8);
        }
        to.Write(") "u8);
        if (isDirectory)
        {
            to.Write("cd "u8);
            _directory.WriteOr(to, e, "<NA>"u8);
        }
        else
        {
            _exe.WriteOr(to, e, "<NA>"u8);
            to.Write(' ');
            _arguments.WriteOr(to, e, ""u8);
        }
        to.Write('\n');
    }
}
